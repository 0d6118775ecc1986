// @ts-check
/** The supervisor's wall: who waits, who serves, what was decided, and what can be done about it. */
import { announce, brand, channelChip, clocked, duration, html, icon, label, languageName, nothing, Page, t, tierBadge, time, TIERS, shape } from './page.js';
import { repeat } from './lib/directives/repeat.js';
import { EventStream } from './event-stream.js';
import { HavenError } from './haven-desktop.js';
import { offerPlot, spoken, waitingPlot } from './plots.js';
import { reasonList } from './offer.js';
import { Session } from './session.js';
import { queueList, stillAsked } from './wall-queues.js';

const REASONS = ['quality_review', 'safety_concern', 'complaint', 'training'];
const RAISES = ['nurse_judgement', 'supervisor_judgement', 'new_information'];

class Wall extends Page {
  session = new Session(['supervisor']);
  /** @type {EventStream | null} */
  stream = null;
  connection = 'connecting';
  /** @type {any} */
  state = null;
  /** @type {import('./plots.js').Sample[]} */
  samples = [];
  /** @type {any} */
  settings = null;
  /** @type {any} the contact somebody looks into */
  open = null;
  skewMs = 0;
  told = '';
  /** The queue whose emergency somebody is about to switch. @type {import('./wall-queues.js').Asked | null} */
  asked = null;

  begin() {
    return this.session.begin();
  }

  async ready() {
    await this.enter();
    setInterval(() => { if (this.state) { this.redraw(); } }, 1000);
  }

  async enter() {
    if (this.session.signedIn()) {
      this.stream = new EventStream('/supervision', () => this.session.token(), (event, data) => this.hear(event, data), (state) => this.become(state));
      this.stream.open();
      this.session.rest('GET', 'desktop-settings').then((settings) => { this.settings = settings; this.redraw(); }, () => {});
    }
    this.redraw();
  }

  leave() {
    this.stream?.close();
    this.stream = null;
    this.session.signOut();
    this.session.problem = '';
    this.state = null;
    this.open = null;
    this.redraw();
  }

  become(/** @type {string} */ state) {
    if (state === 'signed_out' || state === 'refused') {
      this.leave();
      this.session.problem = state === 'refused' ? 'sign_in.wrong_role' : 'sign_in.again';
    } else if (state !== this.connection) {
      this.connection = state;
    }
    this.redraw();
  }

  hear(/** @type {string} */ event, /** @type {any} */ data) {
    if (event === 'history') {
      this.samples = data.samples;
    } else if (event === 'sample') {
      this.samples = [...this.samples, data].slice(-1440);
    } else if (event === 'state') {
      const late = this.late(data).map((one) => one.tier).join();
      if (this.state && late && late !== this.late(this.state).map((one) => one.tier).join()) {
        announce(t('wall.late_say', { tiers: late.split(',').map((tier) => t(`tier.${tier}`)).join(', ') }), true);
      }
      this.state = data;
      if (this.asked && !stillAsked(data.queues.find((/** @type {any} */ q) => q.id === this.asked?.queue), this.asked)) {
        this.asked = null;
      }
    }
    this.redraw();
  }

  late(/** @type {any} */ state) {
    return state.tiers.filter((/** @type {any} */ one) => one.waiting > 0 && one.oldestSeconds > one.targetSeconds);
  }

  /** Does something and says when it was not done. */
  async act(/** @type {() => Promise<void>} */ what) {
    try {
      await what();
      this.told = '';
    } catch (e) {
      this.told = `refused.${e instanceof HavenError ? e.code : 'unavailable'}`;
      announce(t(this.told), true);
    }
    this.redraw();
  }

  look(/** @type {string} */ id) {
    return this.act(async () => {
      const [explanation, timeline] = await Promise.all([this.session.rest('GET', `contacts/${id}/explanation`), this.session.rest('GET', `contacts/${id}/timeline`)]);
      this.open = { id, explanation, entries: timeline.entries, words: null };
      this.redraw();
      requestAnimationFrame(() => requestAnimationFrame(() => {
        const dialog = /** @type {HTMLDialogElement | null} */ (this.querySelector('dialog'));
        if (dialog && !dialog.open) {
          dialog.showModal();
        }
      }));
    });
  }

  view() {
    if (!this.session.signedIn()) {
      return this.session.view(t('wall.title'), this.switches(), () => this.enter());
    }
    if (!this.state) {
      return html`${this.top()}<main class="empty"><h2>${t(`connection.${this.connection}`)}</h2></main>`;
    }
    const { state } = this;
    return html`
      <a class="button skip" href="#waiting">${t('wall.skip')}</a>
      ${this.top()}
      <main class="wall">
        ${this.told ? html`<p class="notice bad">${t(this.told)}</p>` : nothing}
        <section class="tiers" aria-label=${t('wall.by_tier')}>${state.tiers.map((/** @type {any} */ one) => this.tier(one))}</section>
        <section class="figures card" aria-label=${t('wall.figures')}>${this.figures()}</section>
        <section class="card pad most" id="waiting" tabindex="-1"><h2>${t('wall.waiting')}</h2>${this.waiting()}</section>
        <section class="card pad less"><h2>${t('queue.title')}</h2>${queueList(state.queues, this.queueSwitches())}</section>
        <section class="card pad half serving"><h2>${t('wall.navigators')}</h2>${this.navigators()}</section>
        <section class="card pad half done"><h2>${t('wall.decisions')}</h2>${this.decisions()}</section>
        ${state.owed.length > 0 ? html`<section class="card pad" id="owed"><h2>${t('wall.owed')}</h2>${this.owed()}</section>` : nothing}
        <section class="card pad plot-card"><h2>${t('plot.waiting')}</h2>${waitingPlot(this.samples, TIERS)}${this.legend()}</section>
        <section class="card pad plot-card"><h2>${t('plot.offer')}</h2>${offerPlot(this.samples)}</section>
      </main>${this.contact()}`;
  }

  top() {
    return html`<header class="top">${brand(t('wall.title'))}
      <span class="grow"></span>
      <span class="clock number">${time(Date.now())}</span>
      <span class="chip"><span class="dot ${this.connection === 'online' ? 'good' : 'bad'}"></span>${t(`connection.${this.connection}`)}</span>
      ${this.switches()}
      <button class="plain small" @click=${() => window.print()}>${t('wall.print')}</button>
      <button class="plain small" @click=${() => this.leave()}>${t('sign_in.out')}</button></header>`;
  }

  tier(/** @type {any} */ one) {
    const late = one.waiting > 0 && one.oldestSeconds > one.targetSeconds;
    const share = one.waiting === 0 ? 0 : Math.min(1, one.oldestSeconds / one.targetSeconds);
    return html`<article class="tile card ${one.tier} ${one.waiting > 0 ? 'busy' : ''} ${late ? 'late' : ''}">
      <h2>${shape(one.tier)}${t(`tier.${one.tier}`)}</h2>
      <p class="big number">${one.waiting}<span class="hidden"> ${t('wall.wait')}</span></p>
      <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="6" class="empty-bar"/><rect width=${100 * share} height="6" class="full-bar"/></svg>
      <p class="number">${one.waiting === 0 ? t('wall.nobody') : late ? html`<strong>${t('wall.oldest_late', { oldest: duration(one.oldestSeconds), target: duration(one.targetSeconds) })}</strong>` : t('wall.oldest', { oldest: duration(one.oldestSeconds), target: duration(one.targetSeconds) })}</p>
      <p class="channels">${Object.entries(one.channels).map(([channel, n]) => html`<span title=${t(`channel.${channel}`)}>${icon(channel)}<span class="hidden">${t(`channel.${channel}`)}: </span>${n}</span>`)}</p>
    </article>`;
  }

  figures() {
    const { state } = this;
    const levels = state.queues.filter((/** @type {any} */ q) => q.serviceLevelPercent !== null);
    const ready = state.navigators.filter((/** @type {any} */ n) => n.connected && n.activity === 'available').length;
    const figure = (/** @type {string} */ name, /** @type {string} */ value) => html`<div><dt>${name}</dt><dd class="number">${value}</dd></div>`;
    return html`<dl>
      ${figure(t('wall.p50'), state.timeToOffer.p50Ms === null ? '–' : spoken(state.timeToOffer.p50Ms))}
      ${figure(t('wall.p95'), state.timeToOffer.p95Ms === null ? '–' : spoken(state.timeToOffer.p95Ms))}
      ${levels.length === 0 ? figure(t('wall.level'), '–') : levels.slice(0, 3).map((/** @type {any} */ q) => figure(state.queues.length > 1 ? t('wall.level_of', { queue: q.id }) : t('wall.level'), `${Math.round(q.serviceLevelPercent)} %`))}
      ${figure(t('wall.on_duty'), `${ready} / ${state.navigators.filter((/** @type {any} */ n) => n.connected).length}`)}</dl>`;
  }

  legend() {
    return html`<p class="legend">${TIERS.map((tier) => tierBadge(tier))}</p>`;
  }

  queueSwitches() {
    return {
      asked: this.asked,
      ask: (/** @type {import('./wall-queues.js').Asked | null} */ asked) => {
        this.asked = asked;
        this.redraw();
        if (asked) {
          requestAnimationFrame(() => requestAnimationFrame(() => /** @type {HTMLElement | null} */ (this.querySelector('#switch-why'))?.focus()));
        }
      },
      switch: (/** @type {import('./wall-queues.js').Asked} */ asked, /** @type {string} */ reason) => this.act(async () => {
        const { queue, what, on } = asked;
        await this.session.rest('POST', `queues/${encodeURIComponent(queue)}/${what}`, { on, reason });
        announce(t(`queue.${what}_${on ? 'is_on' : 'is_off'}`, { queue }), true);
      }),
    };
  }

  /** Somebody answers for a person in distress whom nobody took; the ladder pauses. */
  answerFor(/** @type {string} */ id) {
    return this.act(async () => {
      await this.session.rest('POST', `contacts/${id}/escalation/acknowledge`);
      announce(t('escalation.answered'));
    });
  }

  /** @param {any} one */
  escalation(one) {
    if (!one.escalation || one.escalation.rung === 0) {
      return nothing;
    }
    return html`<span class="chip alarm">${icon('bell')}${t('escalation.rung', { rung: one.escalation.rung })} <span class="quiet number">${t('escalation.next', { time: time(one.escalation.nextAt, true) })}</span></span>
      <button class="small" @click=${() => this.answerFor(one.contactId)}>${t('escalation.answer')}</button>`;
  }

  waiting() {
    const { waiting } = this.state;
    if (waiting.length === 0) {
      return html`<p class="soft">${t('wall.nobody_waits')}</p>`;
    }
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('wall.waiting')}><table><thead><tr><th scope="col">${t('wall.tier')}</th><th scope="col">${t('wall.channel')}</th><th scope="col">${t('person.language')}</th><th scope="col">${t('person.queue')}</th><th scope="col">${t('wall.since')}</th><th scope="col"><span class="hidden">${t('wall.actions')}</span></th></tr></thead>
      <tbody>${repeat(waiting, (/** @type {any} */ one) => one.contactId, (/** @type {any} */ one) => html`<tr>
        <td>${tierBadge(one.tier, one.score)} ${this.escalation(one)}${one.aged ? html` <span class="chip">${t('wall.aged')}</span>` : nothing}</td><td>${channelChip(one.channel)}</td><td>${languageName(one.language)}</td><td>${one.queue}</td>
        <td class="number">${duration((Date.now() - Date.parse(one.arrivedAt)) / 1000)}</td>
        <td><button class="small" @click=${() => this.look(one.contactId)}>${t('wall.look')}<span class="hidden"> ${t(`tier.${one.tier}`)}, ${duration((Date.now() - Date.parse(one.arrivedAt)) / 1000)}</span></button></td></tr>`)}</tbody></table></div>`;
  }

  /** What was promised, and whether it is late. */
  owed() {
    return html`<ul class="owed" tabindex="0" aria-label=${t('wall.owed')}>${repeat(this.state.owed, (/** @type {any} */ one) => one.contactId + one.what, (/** @type {any} */ one) => {
      const left = (Date.parse(one.dueAt) - Date.now()) / 1000;
      return html`<li><span class="tier ${one.tier} bare">${shape(one.tier)}<span class="hidden">${t(`tier.${one.tier}`)}</span></span>
        <span class="grow"><strong>${t(one.what === 'report' ? 'wall.hand_off' : `kind.${one.kind}`)}</strong> <span class="quiet">${t(`channel.${one.channel}`)} · ${languageName(one.language)} · ${t(`contact_state.${one.state}`)}</span></span>
        <span class="number ${left < 0 ? 'over' : ''}">${t(left < 0 ? 'wall.over' : 'wall.due_in', { time: duration(Math.abs(left)) })}</span>
        <button class="small" @click=${() => this.look(one.contactId)}>${t('wall.look')}<span class="hidden"> ${t(`kind.${one.kind}`)}</span></button></li>`;
    })}</ul>`;
  }

  navigators() {
    const all = [...this.state.navigators].sort((a, b) => Number(b.connected) - Number(a.connected));
    if (all.length === 0) {
      return html`<p class="soft">${t('wall.no_navigators')}</p>`;
    }
    const known = new Set((this.settings?.activities ?? []).map((/** @type {any} */ a) => a.id));
    return html`<ul class="team">${repeat(all, (/** @type {any} */ n) => n.id, (/** @type {any} */ n) => html`<li class=${n.connected ? '' : 'away'}>
      <span class="dot ${n.connected && n.activity === 'available' ? 'good' : ''}"></span>
      <span class="grow"><strong>${n.name}</strong> <span class="quiet">${n.languages.map(languageName).join(', ')}</span></span>
      <span class="load" title=${t('wall.load')}><svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label=${t('wall.load_of', { load: n.load })}><rect width="100" height="6" class="empty-bar"/><rect width=${Math.min(100, n.load)} height="6" class="full-bar"/></svg></span>
      <span class="contacts">${n.contacts.map((/** @type {string} */ id, /** @type {number} */ i) => html`<button class="small" title=${t('wall.contact', { n: i + 1 })} @click=${() => this.look(id)}><span class="hidden">${t('wall.contact_of', { name: n.name })} </span>${i + 1}</button>`)}</span>
      <span>${n.connected ? html`<span class="on-paper">${t(`activity.${n.activity}`)}</span><label class="hidden" for=${`act-${n.id}`}>${t('wall.activity_of', { name: n.name })}</label>
        <select id=${`act-${n.id}`} @change=${(/** @type {any} */ event) => this.act(async () => { await this.session.rest('PUT', `navigators/${encodeURIComponent(n.id)}/activity`, { activity: event.target.value }); })}>
        ${known.has(n.activity) ? nothing : html`<option selected value=${n.activity}>${t(`activity.${n.activity}`)}</option>`}
        ${(this.settings?.activities ?? []).map((/** @type {any} */ a) => html`<option value=${a.id} .selected=${a.id === n.activity}>${label(a)}</option>`)}</select>` : html`<span class="quiet">${t('wall.not_connected')}</span>`}
        ${n.nextActivity ? html`<span class="quiet">${t('activity.next', { activity: t(`activity.${n.nextActivity}`) })}</span>` : nothing}</span></li>`)}</ul>`;
  }

  decisions() {
    const { decisions } = this.state;
    const names = new Map(this.state.navigators.map((/** @type {any} */ n) => [n.id, n.name]));
    if (decisions.length === 0) {
      return html`<p class="soft">${t('wall.no_decisions')}</p>`;
    }
    return html`<ol class="decided" tabindex="0" aria-label=${t('wall.decisions')}>${decisions.map((/** @type {any} */ d) => html`<li>
      <span class="number quiet">${time(d.at, true)}</span>${d.tier ? html`<span class="tier ${d.tier} bare">${shape(d.tier)}<span class="hidden">${t(`tier.${d.tier}`)}</span></span>` : nothing}
      <span class="grow">${t(`decision.${d.what}`, { navigator: names.get(d.navigatorId) ?? d.navigatorId ?? t('wall.somebody'), channel: d.channel ? t(`channel.${d.channel}`) : t('wall.a_contact') })}</span>
      <button class="plain small" @click=${() => this.look(d.contactId)}>${t('wall.why')}<span class="hidden"> ${time(d.at, true)}</span></button></li>`)}</ol>`;
  }

  nameOf(/** @type {string} */ navigatorId) {
    return this.state.navigators.find((/** @type {any} */ n) => n.id === navigatorId)?.name ?? navigatorId;
  }

  /** Gives the contact to one navigator on duty. */
  assign(/** @type {string} */ id) {
    const there = this.state.navigators.filter((/** @type {any} */ n) => n.connected && n.activity === 'available' && !n.nextActivity);
    if (there.length === 0) {
      return html`<p class="quiet">${t('assign.nobody')}</p>`;
    }
    return html`<form class="row" @submit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const navigatorId = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('to'));
      this.act(async () => {
        await this.session.rest('POST', `contacts/${id}/assign`, { navigatorId });
        announce(t('assign.done', { name: there.find((/** @type {any} */ n) => n.id === navigatorId)?.name ?? navigatorId }));
        this.querySelector('dialog')?.close();
      });
    }}>
      <span class="grow"><label for="assign-to">${t('assign.to')}</label><select id="assign-to" name="to">${there.map((/** @type {any} */ n) => html`<option value=${n.id}>${n.name} · ${n.languages.map(languageName).join(', ')} · ${t('wall.load_of', { load: n.load })}</option>`)}</select></span>
      <button class="main">${t('assign.go')}</button><p class="quiet">${t('assign.note')}</p></form>`;
  }

  contact() {
    if (!this.open) {
      return nothing;
    }
    const { explanation, entries, words, id } = this.open;
    const { contact } = explanation;
    const openNow = contact.state !== 'closed';
    const close = () => { /** @type {HTMLDialogElement} */ (this.querySelector('dialog')).close(); };
    return html`<dialog aria-labelledby="contact-title" @close=${() => { this.open = null; this.redraw(); }}>
      <div class="spread"><h2 id="contact-title">${t('wall.one_contact')}</h2><button class="small" @click=${close}>${t('wall.close')}</button></div>
      ${this.told ? html`<p class="notice bad">${t(this.told)}</p>` : nothing}
      <div class="row">${tierBadge(contact.urgency.tier, contact.urgency.score)}${channelChip(contact.channel)}<span class="chip">${languageName(contact.language)}</span><span class="chip">${t(`contact_state.${contact.state}`)}</span></div>
      ${contact.urgency.reasons.length > 0 ? html`<div><h3>${t('urgency.why')}</h3>${reasonList(contact.urgency.reasons)}</div>` : nothing}
      ${explanation.overrideReason === null ? nothing : html`<div><h3>${t('wall.because')}</h3><p>${RAISES.includes(explanation.overrideReason) ? t(`because.${explanation.overrideReason}`) : explanation.overrideReason}</p></div>`}
      <div><h3>${t('wall.place')}</h3><ul class="reasons">${explanation.place.map((/** @type {string} */ sentence) => html`<li>${clocked(sentence)}</li>`)}</ul></div>
      ${explanation.tried.length > 0 ? html`<div><h3>${t('wall.tried')}</h3><ul class="reasons">${explanation.tried.map((/** @type {any} */ one) => html`<li><span class="number">${time(one.at, true)}</span> ${this.nameOf(one.navigatorId)}: ${t(`outcome.${one.outcome}`)}</li>`)}</ul></div>` : nothing}
      ${contact.state === 'waiting' ? this.assign(id) : nothing}
      ${openNow ? html`<form class="row" @submit=${(/** @type {SubmitEvent} */ event) => { event.preventDefault(); const form = new FormData(/** @type {HTMLFormElement} */ (event.target)); this.act(async () => { await this.session.rest('POST', `contacts/${id}/urgency`, { tier: form.get('tier'), reason: form.get('reason') }); await this.look(id); }); }}>
        <span class="grow"><label for="raise-tier">${t('wall.raise')}</label><select id="raise-tier" name="tier">${TIERS.map((tier) => html`<option value=${tier} ?selected=${tier === contact.urgency.tier}>${t(`tier.${tier}`)}</option>`)}</select></span>
        <span class="grow"><label for="raise-why">${t('wall.because')}</label><select id="raise-why" name="reason">${RAISES.map((one) => html`<option value=${one}>${t(`because.${one}`)}</option>`)}</select></span>
        <button class="main">${t('wall.raise_go')}</button></form>` : nothing}
      <div><h3>${t('wall.timeline')}</h3><ol class="timeline" tabindex="0" aria-label=${t('wall.timeline')}>${entries.map((/** @type {any} */ e) => html`<li><span class="number quiet">${time(e.at, true)}</span><span>${t(`journal.${e.type}`)}${e.facts.navigator ? html` <span class="quiet">${this.nameOf(e.facts.navigator)}</span>` : nothing}</span></li>`)}</ol></div>
      ${words ? html`<div><h3>${t('wall.words')}</h3><div class="words" tabindex="0" role="region" aria-label=${t('wall.words')}>${words.map((/** @type {any} */ line) => html`<p dir="auto"><strong>${t(`wall.says_${line.from}`)}</strong> <span class="quiet number">${time(line.at)}</span><br>${line.text}</p>`)}</div></div>` : html`
      <form class="row" @submit=${(/** @type {SubmitEvent} */ event) => { event.preventDefault(); const reason = new FormData(/** @type {HTMLFormElement} */ (event.target)).get('reason'); this.act(async () => { this.open.words = (await this.session.rest('POST', `contacts/${id}/reading`, { reason })).messages; }); }}>
        <span class="grow"><label for="read-why">${t('wall.read_why')}</label><select id="read-why" name="reason">${REASONS.map((one) => html`<option value=${one}>${t(`because.${one}`)}</option>`)}</select></span>
        <button>${t('wall.read_go')}</button><p class="quiet">${t('wall.read_note')}</p></form>`}
    </dialog>`;
  }
}

customElements.define('haven-wall', Wall);
