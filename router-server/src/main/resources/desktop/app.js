// @ts-check
/** The navigator's desktop: puts the connection, what it tells, and the views together. */
import { save } from './files.js';
import { HavenDesktop, HavenError } from './haven-desktop.js';
import { announce, brand, html, icon, label, languageName, nothing, Page, shelter, t } from './page.js';
import { repeat } from './lib/directives/repeat.js';
import { Alarm } from './alarm.js';
import { Desk } from './desk.js';
import { drop, dropAll, tidy } from './drafts.js';
import { panel, parkedItem, workItem } from './engagement.js';
import { offerView, who } from './offer.js';
import { readReport } from './report.js';
import { Session } from './session.js';

const SECOND = 1000;
const TELL_MS = 6000;

class App extends Page {
  session = new Session(['navigator']);
  desk = new Desk();
  alarm = new Alarm();
  /** @type {HavenDesktop | null} */
  connection = null;
  /** @type {any} */
  settings = null;
  /** @type {any[]} */
  colleagues = [];
  busy = new Set();
  open = new Map();
  sending = new Map();
  /** Files by contact. @type {Map<string, import('./files.js').Kept[]>} */
  files = new Map();
  /** Adverse-event reports by contact, null where none is owed. @type {Map<string, import('./report.js').Report | null>} */
  reports = new Map();
  rejecting = '';
  told = '';
  focusOn = '';

  begin() {
    return this.session.begin();
  }

  async ready() {
    document.addEventListener('keydown', (event) => this.key(event));
    document.addEventListener('visibilitychange', () => { this.desk.look(this.desk.current); this.redraw(); });
    await this.enter();
  }

  /** Signed in: read what the site set up, then connect. */
  async enter() {
    if (!this.session.signedIn()) {
      this.redraw();
      return;
    }
    try {
      const [settings, colleagues] = await Promise.all([this.session.rest('GET', 'desktop-settings'), this.session.rest('GET', 'colleagues')]);
      this.settings = settings;
      this.colleagues = colleagues.navigators;
    } catch (e) {
      const { code, status } = /** @type {any} */ (e);
      if (status === 401 || status === 403) {
        this.session.problem = code === 'role-forbidden' ? 'sign_in.wrong_role' : 'sign_in.again';
        this.session.signOut();
      } else {
        setTimeout(() => this.enter(), 2 * SECOND);
      }
      this.redraw();
      return;
    }
    const connection = new HavenDesktop({ token: (again) => (again ? null : this.session.token()), storage: sessionStorage });
    this.connection = connection;
    connection.addEventListener('frame', (event) => this.hear(/** @type {CustomEvent} */ (event).detail));
    connection.addEventListener('state', () => this.stateChanged());
    connection.connect();
    this.ticker ??= setInterval(() => { if (this.desk.me) { this.redraw(); } }, SECOND);
    this.redraw();
  }

  leave() {
    this.connection?.close();
    this.connection = null;
    this.session.signOut();
    this.session.problem = '';
    dropAll();
    this.desk = new Desk();
    this.alarm.ring(undefined);
    clearInterval(this.ticker);
    this.ticker = undefined;
    this.redraw();
  }

  stateChanged() {
    const state = this.connection?.state;
    if (state === 'signed_out' || state === 'refused') {
      this.session.problem = state === 'refused' ? 'sign_in.wrong_role' : 'sign_in.again';
      this.session.signOut();
      this.connection?.close();
      this.connection = null;
    } else if (state) {
      announce(t(`connection.${state}`));
    }
    this.redraw();
  }

  hear(/** @type {import('./haven-desktop.js').Frame} */ frame) {
    const happened = this.desk.take(frame);
    const id = frame.data.engagementId;
    switch (happened) {
      case 'offer': {
        const { contact } = frame.data;
        announce(t('say.offer', { tier: t(`tier.${contact.urgency.tier}`), channel: t(`channel.${contact.channel}`) }), true);
        break;
      }
      case 'timeout': this.tell('say.timeout'); break;
      case 'rescinded': this.tell('say.rescinded'); break;
      case 'started': this.focusOn = id; announce(t('say.started')); break;
      case 'message': announce(t('say.message', { who: who(this.desk.engagements.get(id)?.contact ?? frame.data) })); break;
      case 'wrapping': this.focusOn = id; announce(t('say.wrapping')); break;
      case 'ended': drop(id); this.open.delete(id); this.sending.delete(id); announce(t('say.ended')); break;
      case 'consult': announce(t(`consult.${frame.data.consult.role}_${frame.data.consult.state}`, { name: this.colleagues.find((one) => one.id === frame.data.consult.navigator)?.name ?? frame.data.consult.navigator })); break;
      case 'interpreter': announce(t(`interpreter.${frame.data.interpreter.state}`, { language: languageName(frame.data.interpreter.language) })); break;
      case 'consult_ended': this.tell('consult.ended'); break;
      case 'urgency': announce(t('say.urgency', { tier: t(`tier.${frame.data.urgency.tier}`) }), true); break;
      case 'snapshot': tidy((one) => this.desk.engagements.has(one)); break;
      default:
    }
    if (happened === 'started' || happened === 'snapshot' || happened === 'ended') {
      this.keepUp();
    } else if (happened === 'files') {
      this.files.set(frame.data.contactId, frame.data.attachments);
    }
    const [first] = this.offers();
    if (!first || first.offerId !== this.rejecting) {
      this.rejecting = '';
    }
    this.alarm.ring(first);
    const unread = this.desk.unread();
    this.alarm.title = unread > 0 ? `(${unread}) Haven` : 'Haven';
    if (!first) {
      document.title = this.alarm.title;
    }
    this.redraw();
  }

  offers() {
    return [...this.desk.offers.values()];
  }

  /** Something short to read, that goes by itself. */
  tell(/** @type {string} */ key) {
    this.told = key;
    announce(t(key));
    clearTimeout(this.untell);
    this.untell = setTimeout(() => { this.told = ''; this.redraw(); }, TELL_MS);
  }

  /** Sends a command for an offer or engagement; says so when it was not done. */
  async command(/** @type {string} */ type, /** @type {any} */ data) {
    const id = data.engagementId ?? data.offerId ?? '';
    const alone = type !== 'engagement.message';
    if (alone) {
      this.busy.add(id);
    }
    this.redraw();
    try {
      await this.connection?.send(type, data);
      // Nothing else tells of an offer that one gave back oneself.
      if (type === 'offer.reject') {
        this.endOffer(id);
      }
      return true;
    } catch (e) {
      if (e instanceof HavenError && ['offer-expired', 'offer-not-found'].includes(e.code)) {
        this.endOffer(id);
      }
      this.tell(e instanceof HavenError ? `refused.${e.code}` : 'refused.unavailable');
      return false;
    } finally {
      if (alone) {
        this.busy.delete(id);
      }
      this.redraw();
    }
  }

  /** Asks the REST interface about an engagement; says so when it was not done, and `said` when it was. */
  async ask(/** @type {string} */ id, /** @type {() => Promise<any>} */ what, said = '') {
    this.busy.add(id);
    this.redraw();
    try {
      await what();
      if (said) {
        this.tell(said);
      }
      return true;
    } catch (e) {
      this.tell(`refused.${e instanceof HavenError ? e.code : 'unavailable'}`);
      return false;
    } finally {
      this.busy.delete(id);
      this.redraw();
    }
  }

  readReport(/** @type {string} */ contactId) {
    return this.ask('', async () => { this.reports.set(contactId, await readReport(this.hands(), contactId)); });
  }

  /** Forgets files and reports of contacts that are not here any more, and opens the report that is the work itself. */
  keepUp() {
    const here = new Set([...this.desk.offers.values(), ...this.desk.engagements.values()].map((one) => one.contact.id));
    for (const known of [this.files, this.reports]) {
      for (const id of known.keys()) {
        if (!here.has(id)) {
          known.delete(id);
        }
      }
    }
    for (const e of this.desk.engagements.values()) {
      if (e.contact.kind === 'adverse_event_report' && !this.reports.has(e.contact.id)) {
        this.open.set(e.engagementId, 'report');
        this.readReport(e.contact.id);
      }
    }
  }

  endOffer(/** @type {string} */ offerId) {
    this.desk.offers.delete(offerId);
    if (this.rejecting === offerId) {
      this.rejecting = '';
    }
    this.alarm.ring(this.offers()[0]);
  }

  look(/** @type {string} */ id, focus = false) {
    if (this.desk.current !== id || (this.desk.engagements.get(id)?.unread ?? 0) > 0) {
      this.desk.look(id);
      this.redraw();
    }
    if (focus) {
      // At once: whoever presses the key types on in the same moment.
      this.field(id)?.focus();
    }
  }

  /** Where the work on an engagement begins. @returns {HTMLElement | null} */
  field(/** @type {string} */ id) {
    return this.querySelector(`#panel-${CSS.escape(id)} :is(textarea, select, .actions button)`);
  }

  key(/** @type {KeyboardEvent} */ event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || !this.desk.me) {
      return;
    }
    const [offer] = this.offers();
    const work = this.desk.working();
    const at = work.findIndex((e) => e.engagementId === this.desk.current);
    const acts = {
      KeyA: () => offer && this.command('offer.accept', { offerId: offer.offerId }),
      KeyR: () => { if (offer) { this.rejecting = offer.offerId; this.focusOn = 'reject'; this.redraw(); } },
      KeyJ: () => work.length > 0 && this.look(work[(at + 1) % work.length].engagementId, true),
      KeyK: () => work.length > 0 && this.look(work[(at - 1 + work.length) % work.length].engagementId, true),
      KeyW: () => {
        const current = this.desk.engagements.get(this.desk.current);
        if (current && current.state !== 'wrapping') {
          this.command('engagement.finish', { engagementId: current.engagementId });
        }
      },
      KeyM: () => {
        const [call] = work.filter((e) => e.controls?.includes('mute') && !e.consult && ['talking', 'muted'].includes(e.state));
        if (call) {
          this.command(call.state === 'muted' ? 'engagement.resume' : 'engagement.mute', { engagementId: call.engagementId });
        }
      },
    };
    const act = acts[event.code];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  drawn() {
    for (const log of this.querySelectorAll('.talk[data-lines]')) {
      const lines = log.getAttribute('data-lines') ?? '';
      if (/** @type {any} */ (log).lines !== lines) {
        /** @type {any} */ (log).lines = lines;
        log.scrollTop = log.scrollHeight;
      }
    }
    if (this.focusOn) {
      const target = this.focusOn === 'reject'
        ? this.querySelector('[data-first="reject"]')
        : this.field(this.focusOn);
      this.focusOn = '';
      // Somebody who is writing to one person is not taken away to another.
      const writing = document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value !== '';
      if (target instanceof HTMLElement && !writing) {
        target.focus();
      }
    }
  }

  view() {
    if (!this.session.signedIn()) {
      return this.session.view(t('app.title'), this.switches(), () => this.enter());
    }
    if (!this.desk.me || !this.settings) {
      return html`${this.top()}<main class="empty"><h2>${t(`connection.${this.connection?.state ?? 'connecting'}`)}</h2></main>${this.elsewhere()}`;
    }
    return html`
      <a class="button skip" href="#stage">${t('page.skip')}</a>
      ${this.top()}
      <main class="desk">
        <aside class="rail" aria-label=${t('work.label')}>${this.rail()}</aside>
        <section class="stage" id="stage" tabindex="-1" aria-label=${t('stage.label')}>
          ${this.told ? html`<p class="notice">${t(this.told)}</p>` : nothing}
          ${this.offersView()}${this.panels()}
        </section>
      </main>${this.elsewhere()}`;
  }

  top() {
    const { me } = this.desk;
    const state = this.connection?.state ?? 'connecting';
    return html`<header class="top">
      ${brand(t('app.title'))}
      ${me && this.settings ? this.activity(me) : nothing}
      <span class="grow"></span>
      <span class="chip"><span class="dot ${state === 'online' ? 'good' : 'bad'}"></span>${t(`connection.${state}`)}</span>
      ${me && !this.alarm.audible() ? html`<button class="small" @click=${async () => { await this.alarm.unlock(); this.redraw(); }}>${icon('sound')}${t('alarm.sound')}</button>` : nothing}
      ${me && this.alarm.canNotify() ? html`<button class="small" @click=${async () => { await this.alarm.allowNotifications(); this.redraw(); }}>${icon('bell')}${t('alarm.notify')}</button>` : nothing}
      ${this.switches()}
      ${me ? html`<span class="row"><strong>${me.name}</strong><button class="plain small" @click=${() => this.leave()}>${t('sign_in.out')}</button></span>` : nothing}
    </header>`;
  }

  activity(/** @type {any} */ me) {
    const known = this.settings.activities.some((/** @type {any} */ a) => a.id === me.activity);
    return html`<div class="activity ${me.activity === 'available' ? 'available' : ''}">
      <span class="dot ${me.activity === 'available' ? 'good' : ''}"></span>
      <label class="hidden" for="activity">${t('activity.label')}</label>
      <select id="activity" @change=${(/** @type {any} */ event) => this.setActivity(event.target.value)}>
        ${known ? nothing : html`<option value=${me.activity} selected>${t(`activity.${me.activity}`)}</option>`}
        ${this.settings.activities.map((/** @type {any} */ a) => html`<option value=${a.id} .selected=${a.id === me.activity}>${label(a)}</option>`)}
      </select>
      ${me.nextActivity ? html`<span class="chip">${t('activity.next', { activity: this.activityName(me.nextActivity) })}</span>` : nothing}
    </div>`;
  }

  activityName(/** @type {string} */ id) {
    const known = this.settings.activities.find((/** @type {any} */ a) => a.id === id);
    return known ? label(known) : t(`activity.${id}`);
  }

  async setActivity(/** @type {string} */ activity) {
    this.alarm.unlock();
    await this.command('activity.set', { activity });
  }

  rail() {
    const working = this.desk.working();
    const parked = this.desk.parked();
    return html`
      <div><h2>${t('work.title')} ${working.length > 0 ? html`<span class="quiet">(${working.length})</span>` : nothing}</h2>
        ${working.length === 0 ? html`<p class="quiet">${t('work.none')}</p>` : html`<ul>${repeat(working, (e) => e.engagementId, (e) => workItem(e, this.hands()))}</ul>`}</div>
      ${parked.length === 0 ? nothing : html`<div><h2>${t('work.parked')}</h2><ul>${repeat(parked, (e) => e.engagementId, (e) => parkedItem(e, this.hands()))}</ul></div>`}
      <details><summary>${t('keys.title')}</summary><dl class="keys">
        ${[['Alt A', 'keys.accept'], ['Alt R', 'keys.reject'], ['Alt J', 'keys.next'], ['Alt K', 'keys.previous'], ['Ctrl ↵', 'keys.send'], ['Alt W', 'keys.finish'], ['Alt M', 'keys.mute']]
          .map(([key, words]) => html`<dt><kbd>${key}</kbd></dt><dd>${t(words)}</dd>`)}</dl></details>`;
  }

  hands() {
    return {
      desk: this.desk,
      settings: this.settings,
      colleagues: this.colleagues,
      command: (/** @type {string} */ type, /** @type {object} */ data) => this.command(type, data),
      rest: (/** @type {string} */ method, /** @type {string} */ path, /** @type {object | undefined} */ body) => this.session.rest(method, path, body),
      ask: (/** @type {string} */ id, /** @type {() => Promise<any>} */ what, /** @type {string} */ said) => this.ask(id, what, said),
      files: (/** @type {string} */ contactId) => this.files.get(contactId) ?? [],
      save: (/** @type {string} */ contactId, /** @type {import('./files.js').Kept} */ file) => this.ask('', async () => save(
        await this.session.fetch('GET', `contacts/${contactId}/attachments/${encodeURIComponent(file.n)}`), file.name ?? `${contactId}-${file.n}`)),
      reports: this.reports,
      readReport: (/** @type {string} */ contactId) => this.readReport(contactId),
      redraw: () => this.redraw(),
      look: (/** @type {string} */ id) => this.look(id, document.activeElement?.classList.contains('work')),
      busy: this.busy,
      open: this.open,
      sending: this.sending,
    };
  }

  offersView() {
    const now = this.desk.now();
    return repeat(this.offers(), (o) => o.offerId, (offer, i) => offerView(offer, {
      now,
      first: i === 0,
      asker: this.colleagues.find((one) => one.id === offer.consultedBy)?.name ?? offer.consultedBy ?? '',
      reasons: this.settings.rejectReasons,
      rejecting: this.rejecting === offer.offerId,
      busy: this.busy.has(offer.offerId),
      accept: () => { this.alarm.unlock(); this.command('offer.accept', { offerId: offer.offerId }); },
      reject: (/** @type {string} */ reason) => this.command('offer.reject', { offerId: offer.offerId, reason }),
      ask: () => { this.rejecting = offer.offerId; this.focusOn = 'reject'; this.redraw(); },
      back: () => { this.rejecting = ''; this.redraw(); },
    }));
  }

  panels() {
    const working = this.desk.working();
    if (working.length > 0) {
      return html`<div class="panels">${repeat(working, (e) => e.engagementId, (e) => panel(e, this.hands()))}</div>`;
    }
    if (this.desk.offers.size > 0) {
      return nothing;
    }
    const available = this.desk.me?.activity === 'available';
    return html`<div class="empty card">${shelter()}<h2>${t(available ? 'empty.available' : 'empty.away')}</h2>
      <p>${t(available ? 'empty.available_more' : 'empty.away_more')}</p>
      ${available ? nothing : html`<button class="main" ?disabled=${this.busy.has('')} @click=${() => this.setActivity('available')}>${t('empty.start')}</button>`}</div>`;
  }

  /** This navigator works in another window now; nothing here may be mistaken for the truth. */
  elsewhere() {
    if (this.connection?.state !== 'elsewhere') {
      return nothing;
    }
    return html`<div class="overlay"><div class="card" role="alertdialog" aria-modal="true" aria-labelledby="elsewhere">
      <h2 id="elsewhere">${t('elsewhere.title')}</h2><p>${t('elsewhere.more')}</p>
      <button class="main" @click=${() => this.connection?.connect()}>${t('elsewhere.back')}</button></div></div>`;
  }
}

customElements.define('haven-app', App);
