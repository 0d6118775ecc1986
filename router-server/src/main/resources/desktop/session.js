// @ts-check
/**
 * Who is at this page. In development somebody picks who to be; with an identity provider it is the
 * code flow with PKCE (RFC 7636), done here, without a secret. The token stays in this tab.
 */
import { HavenError } from './haven-desktop.js';
import { brand, currentLanguage, html, nothing, t } from './page.js';

const KEY = 'haven.token';
const FLOW = 'haven.flow';

/** @typedef {{subject: string, name: string, role: string, workspace: string}} Choice */

/** @returns {Record<string, any> | null} what the token says, unchecked: the server checks it */
function claims(/** @type {string} */ token) {
  try {
    const body = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(body), (c) => c.charCodeAt(0))));
  } catch {
    return null;
  }
}

export class Session {
  /** @param {string[]} roles who has something to do on this page */
  constructor(roles) {
    this.roles = roles;
    this.problem = '';
    /** @type {any} */
    this.ways = null;
  }

  token() {
    const token = sessionStorage.getItem(KEY);
    const expires = token && claims(token)?.exp;
    if (token && expires && expires * 1000 <= Date.now()) {
      this.signOut();
      return null;
    }
    return token;
  }

  /**
   * Asks the REST interface.
   *
   * @param {string} path below /api/v1/
   * @returns {Promise<any>} the answer's body, {} for none; rejected with a HavenError whose `status` says how it was refused
   */
  async rest(/** @type {string} */ method, path, /** @type {object | undefined} */ body = undefined) {
    const answer = await this.fetch(method, path, body);
    return answer.status === 204 ? {} : answer.json();
  }

  /** The same, for an answer that is no JSON. */
  async fetch(/** @type {string} */ method, /** @type {string} */ path, /** @type {object | undefined} */ body = undefined) {
    const answer = await fetch(`/api/v1/${path}`, {
      method,
      cache: 'no-store',
      headers: { authorization: `Bearer ${this.token()}`, 'accept-language': currentLanguage(), ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) {
      const said = await answer.json().catch(() => ({}));
      throw Object.assign(new HavenError(said.code ?? 'unavailable', said.detail ?? ''), { status: answer.status });
    }
    return answer;
  }

  signedIn() {
    return this.token() !== null;
  }

  signOut() {
    sessionStorage.removeItem(KEY);
  }

  /** Reads how to sign in, and finishes a flow that comes back from the identity provider. */
  async begin() {
    const answer = await fetch('/desktop/sign-in', { cache: 'no-store' });
    this.ways = await answer.json();
    const back = new URLSearchParams(location.search);
    if (back.has('state')) {
      history.replaceState(null, '', location.pathname);
      await this.#comeBack(back);
    }
  }

  /** Development: become somebody. */
  async pick(/** @type {Choice} */ who) {
    const answer = await fetch('/desktop/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ subject: who.subject, role: who.role, workspace: who.workspace }),
    });
    if (answer.ok) {
      sessionStorage.setItem(KEY, (await answer.json()).token);
      this.problem = '';
    } else {
      this.problem = 'sign_in.refused';
    }
    return answer.ok;
  }

  /** Leaves for the identity provider. */
  async leave() {
    const { issuer, clientId, scope } = this.ways.oidc;
    try {
      const verifier = random(48);
      const flow = { state: random(18), verifier, nonce: random(18) };
      sessionStorage.setItem(FLOW, JSON.stringify(flow));
      const { authorization_endpoint: endpoint } = await discover(issuer);
      const to = new URL(endpoint);
      to.search = String(new URLSearchParams([...to.searchParams, ...Object.entries({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: here(),
        scope,
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await challenge(verifier),
        code_challenge_method: 'S256',
      })]));
      location.assign(to);
      return true;
    } catch {
      this.problem = 'sign_in.no_provider';
      return false;
    }
  }

  async #comeBack(/** @type {URLSearchParams} */ back) {
    const flow = JSON.parse(sessionStorage.getItem(FLOW) ?? 'null');
    sessionStorage.removeItem(FLOW);
    const { issuer, clientId, use } = this.ways.oidc ?? {};
    if (!flow || !issuer || back.get('state') !== flow.state || !back.has('code')) {
      this.problem = 'sign_in.refused';
      return;
    }
    try {
      const { token_endpoint: endpoint } = await discover(issuer);
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: back.get('code') ?? '',
          redirect_uri: here(),
          client_id: clientId,
          code_verifier: flow.verifier,
        }),
      });
      const tokens = await answer.json();
      const nonce = tokens.id_token ? claims(tokens.id_token)?.nonce : undefined;
      if (!answer.ok || !tokens[use] || (nonce !== undefined && nonce !== flow.nonce)) {
        this.problem = 'sign_in.refused';
        return;
      }
      sessionStorage.setItem(KEY, tokens[use]);
    } catch {
      this.problem = 'sign_in.no_provider';
    }
  }

  /** What stands on the page until somebody signed in. */
  view(/** @type {string} */ what, /** @type {unknown} */ switches, /** @type {() => void} */ done) {
    const ways = this.ways ?? {};
    /** @type {Choice[]} */
    const people = (ways.people ?? []).filter((/** @type {Choice} */ p) => this.roles.includes(p.role));
    return html`
      <main class="sign-in card">
        <div class="spread">${brand(what)}<div class="row">${switches}</div></div>
        ${this.problem ? html`<p class="notice bad" role="alert">${t(this.problem)}</p>` : nothing}
        ${ways.oidc ? html`
          <p>${t('sign_in.oidc')}</p>
          <button class="main" @click=${async () => { if (!await this.leave()) { done(); } }}>${t('sign_in.go')}</button>` : nothing}
        ${people.length > 0 ? html`
          <p>${t('sign_in.development')}</p>
          <div class="people">${people.map((p) => html`
            <button @click=${async () => { await this.pick(p); done(); }}>
              <span class="grow">${p.name}</span><span class="quiet">${p.subject === p.name ? t(`role.${p.role}`) : p.subject}</span>
            </button>`)}
          </div>` : nothing}
        ${this.ways && !ways.oidc && people.length === 0 ? html`<p class="notice">${t('sign_in.none')}</p>` : nothing}
      </main>`;
  }
}

function here() {
  return location.origin + location.pathname;
}

async function discover(/** @type {string} */ issuer) {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
  const found = await answer.json();
  if (found.issuer !== issuer) {
    throw new Error('the provider calls itself by another name');
  }
  return found;
}

function base64url(/** @type {Uint8Array} */ bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function random(/** @type {number} */ bytes) {
  return base64url(crypto.getRandomValues(new Uint8Array(bytes)));
}

async function challenge(/** @type {string} */ verifier) {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}
