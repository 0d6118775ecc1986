// @ts-check
/** The operator's page: endpoints and what to set at each platform, what runs, and a place to try. */
import { brand, CHANNELS, channelChip, currentLanguage, html, languageName, marked, nothing, Page, t, tierBadge, time } from './page.js';
import { live } from './lib/directives/live.js';
import { Session } from './session.js';

const AGAIN_MS = 2000;
const WAIT_MS = 300;

class Setup extends Page {
  session = new Session(['ops', 'supervisor']);
  /** @type {any} */
  setup = null;
  connection = 'connecting';
  text = '';
  channel = 'sms';
  /** @type {{text: string, found: any} | null} */
  scored = null;

  begin() {
    return this.session.begin();
  }

  async ready() {
    await this.enter();
  }

  async enter() {
    clearInterval(this.again);
    if (this.session.signedIn()) {
      await this.load();
      this.again = setInterval(() => this.load(), AGAIN_MS);
    }
    this.redraw();
  }

  leave() {
    clearInterval(this.again);
    this.session.signOut();
    this.setup = null;
    this.text = '';
    this.scored = null;
    this.redraw();
  }

  async ask(/** @type {string} */ method, /** @type {string} */ path, /** @type {object | undefined} */ body = undefined) {
    try {
      return await this.session.rest(method, path, body);
    } catch (e) {
      const { status } = /** @type {any} */ (e);
      if (status === 401 || status === 403) {
        this.leave();
        this.session.problem = status === 403 ? 'sign_in.wrong_role' : 'sign_in.again';
        this.redraw();
      }
      throw e;
    }
  }

  async load() {
    try {
      this.setup = await this.ask('GET', 'setup');
      this.connection = 'online';
    } catch {
      this.connection = 'waiting';
    }
    this.redraw();
  }

  /** Scores what stands there once the typing rests. */
  type(/** @type {string} */ text) {
    this.text = text;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.score(), WAIT_MS);
    this.redraw();
  }

  async score() {
    const { text, channel } = this;
    try {
      const found = text.trim() ? await this.ask('POST', 'score', { text, channel }) : null;
      if (text === this.text) {
        this.scored = found && { text, found };
      }
    } catch {
      this.scored = null;
    }
    this.redraw();
  }

  view() {
    if (!this.session.signedIn()) {
      return this.session.view(t('setup.title'), this.switches(), () => this.enter());
    }
    const top = html`<header class="top">${brand(t('setup.title'))}<span class="grow"></span>
      <span class="chip"><span class="dot ${this.connection === 'online' ? 'good' : 'bad'}"></span>${t(`connection.${this.connection}`)}</span>
      ${this.switches()}<button class="plain small" @click=${() => this.leave()}>${t('sign_in.out')}</button></header>`;
    if (!this.setup) {
      return html`${top}<main class="loading"><h2>${t(`connection.${this.connection}`)}</h2></main>`;
    }
    return html`${top}<main class="setup">
      <div><h2>${t('setup.endpoints')}</h2>
        ${this.setup.endpoints.length === 0 ? html`<p class="soft">${t('setup.no_endpoints')}</p>` : this.setup.endpoints.map((/** @type {any} */ e) => this.endpoint(e))}</div>
      <div>${this.playground()}${this.runs()}</div></main>`;
  }

  /** Good: something came and was not refused since, or the session is up. */
  health(/** @type {any} */ e) {
    if (e.kind === 'session') {
      return e.session === 'up' || e.session === 'elsewhere' ? 'good' : e.session === 'connecting' ? 'idle' : 'bad';
    }
    if (e.refusedAt && (!e.takenAt || e.refusedAt > e.takenAt)) {
      return 'bad';
    }
    return e.takenAt ? 'good' : 'idle';
  }

  endpoint(/** @type {any} */ e) {
    const health = this.health(e);
    return html`<article class="endpoint card ${health}" aria-labelledby=${`e-${e.id}`}>
      <div class="spread"><h3 id=${`e-${e.id}`}>${e.id} <span class="quiet">${e.adapter}</span></h3>
        <span class="chip"><span class="dot ${health}"></span>${e.session ? t(`session.${e.session}`) : t(`setup.health_${health}`)}</span></div>
      <div class="row">${e.channels.map((/** @type {string} */ channel) => channelChip(channel))}
        ${e.answers ? html`<span class="quiet">${t('setup.answers')}</span>` : nothing}${e.calls ? html`<span class="quiet">${t('setup.calls')}</span>` : nothing}</div>
      ${e.kind === 'webhook' ? html`
        <p class="number">${e.takenAt ? t('setup.last', { time: time(e.takenAt, true), count: e.taken }) : t('setup.never')}</p>
        ${e.refusedAt ? html`<p class="number">${t('setup.refused', { time: time(e.refusedAt, true), why: e.refusal.replaceAll('_', ' '), count: e.refused })}</p>` : nothing}
        ${e.url ? html`<div><p class="quiet">${t('setup.url')}</p><code class="url">${e.url}</code></div>` : nothing}` : nothing}
      ${e.steps.length === 0 ? nothing : html`<details><summary>${t('setup.steps')}</summary><ol lang="en">${e.steps.map((/** @type {string} */ step) => html`<li>${coded(step)}</li>`)}</ol></details>`}
    </article>`;
  }

  runs() {
    const { mode, version, policy, scorer, remarks } = this.setup;
    return html`<section class="card pad"><h2>${t('setup.runs')}</h2>
      <dl class="facts"><dt>${t('setup.mode')}</dt><dd>${t(`setup.mode_${mode}`)}</dd><dt>${t('setup.version')}</dt><dd>${version}</dd>
      <dt>${t('setup.policy')}</dt><dd>${policy}</dd><dt>${t('setup.scorer')}</dt><dd>${scorer}</dd></dl>
      <h3>${t('setup.remarks')}</h3>
      ${remarks.length === 0 ? html`<p>${t('setup.fine')}</p>` : html`<ul class="reasons">${remarks.map((/** @type {string} */ code) => html`<li>${t(`remark.${code}`)}</li>`)}</ul>`}</section>`;
  }

  playground() {
    const scored = this.scored;
    return html`<section class="card pad stack"><div><h2>${t('score.title')}</h2><p class="quiet">${t('score.note')}</p></div>
      <div><label for="try-text">${t('score.text')}</label><textarea id="try-text" rows="4" maxlength="10000" .value=${live(this.text)} @input=${(/** @type {any} */ event) => this.type(event.target.value)}></textarea></div>
      <div><label for="try-channel">${t('wall.channel')}</label><select id="try-channel" @change=${(/** @type {any} */ event) => { this.channel = event.target.value; this.score(); }}>
        ${CHANNELS.map((channel) => html`<option value=${channel} .selected=${channel === this.channel}>${t(`channel.${channel}`)}</option>`)}</select></div>
      <div role="status" class="stack">${scored ? html`
        <div class="row">${tierBadge(scored.found.tier, scored.found.score)}${scored.found.language === 'und' ? nothing : html`<span class="chip">${languageName(scored.found.language)}</span>`}${scored.found.adverseEvent ? html`<span class="chip">${t('score.adverse')}</span>` : nothing}</div>
        <p class="found" dir="auto">${marked(scored.text, scored.found.reasons)}</p>
        ${scored.found.reasons.length === 0 ? html`<p class="soft">${t('score.nothing')}</p>` : html`<ul class="reasons">${scored.found.reasons.map((/** @type {any} */ r) => html`<li><span>${r[currentLanguage()]} <code class="quiet">${r.code}</code></span></li>`)}</ul>`}` : nothing}</div></section>`;
  }
}

/** Text with what stands between backticks as code. */
function coded(/** @type {string} */ text) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}

customElements.define('haven-setup', Setup);
