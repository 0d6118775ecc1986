// @ts-check
/** One engagement: the conversation or the call, what can be done with it, and its wrap-up. */
import { channelChip, duration, html, icon, label, languageName, marked, nothing, shape, t, tierBadge, time } from './page.js';
import { live } from './lib/directives/live.js';
import { draft, keep } from './drafts.js';
import { consultBar, interpreterBar, nameOf, together } from './consult.js';
import { fileList } from './files.js';
import { furtherForm } from './further.js';
import { screenPop } from './haven-desktop.js';
import { reportChip, reportForm } from './report.js';
import { personCard, reasonList, who } from './offer.js';

const WRITTEN = ['chat', 'sms', 'email'];
const READ = ['fax', 'mail'];

/**
 * @typedef {object} Hands what a panel may ask for
 * @property {import('./desk.js').Desk} desk
 * @property {any} settings
 * @property {{id: string, name: string, activity: string}[]} colleagues
 * @property {(type: string, data: object) => Promise<boolean>} command true when it was done
 * @property {(method: string, path: string, body?: object) => Promise<any>} rest
 * @property {(engagementId: string, what: () => Promise<any>, said?: string) => Promise<boolean>} ask does it, says when it was not done
 * @property {(contactId: string) => import('./files.js').Kept[]} files
 * @property {(contactId: string, file: import('./files.js').Kept) => void} save
 * @property {Map<string, import('./report.js').Report | null>} reports by contact; null where none is owed
 * @property {(contactId: string) => void} readReport
 * @property {() => void} redraw
 * @property {(engagementId: string) => void} look
 * @property {Set<string>} busy engagements with a command under way
 * @property {Map<string, string>} open which form is open, by engagement
 * @property {Map<string, {text: string}[]>} sending messages that were not answered yet
 */

/** @param {import('./desk.js').Engagement} e @param {Hands} hands */
export function workItem(e, hands) {
  const { tier } = e.contact.urgency;
  const last = e.conversation.at(-1)?.text ?? e.contact.preview;
  return html`<li class=${tier}><button class="work" aria-current=${hands.desk.current === e.engagementId ? 'true' : 'false'} @click=${() => hands.look(e.engagementId)}>
    ${shape(tier)}<span class="who"><span class="hidden">${t(`tier.${tier}`)}: </span>${who(e.contact)}</span>
    <span>${e.unread > 0 ? html`<span class="unread">${e.unread}<span class="hidden"> ${t('work.unread')}</span></span>` : html`<span class="quiet">${icon(e.contact.channel)}<span class="hidden">${t(`channel.${e.contact.channel}`)}</span></span>`}</span>
    <span class="last">${t(`state.${e.state}`)}${last ? ` · ${last}` : ''}</span></button></li>`;
}

/** @param {import('./desk.js').Engagement} e @param {Hands} hands */
export function parkedItem(e, hands) {
  const { tier } = e.contact.urgency;
  return html`<li class="card pad stack">
    <div class="spread"><strong>${who(e.contact)}</strong>${tierBadge(tier)}</div>
    <div class="spread"><span class="quiet">${t(`channel.${e.contact.channel}`)} · ${languageName(e.contact.language)}</span>
    <button class="small" ?disabled=${hands.busy.has(e.engagementId)} @click=${() => hands.command('engagement.resume', { engagementId: e.engagementId })}>${icon('resume')}${t('work.resume')}<span class="hidden"> ${who(e.contact)}</span></button></div></li>`;
}

/** @param {import('./desk.js').Engagement} e @param {Hands} hands */
export function panel(e, hands) {
  const { contact, engagementId: id } = e;
  const { tier, score, reasons } = contact.urgency;
  const now = hands.desk.now();
  const call = contact.channel === 'phone';
  return html`
    <article class="panel card ${tier}" id=${`panel-${id}`} aria-labelledby=${`name-${id}`} @focusin=${() => hands.look(id)}>
      <header>
        <div class="spread"><h2 id=${`name-${id}`}>${who(contact)}</h2><span class="number quiet">${duration((now - Date.parse(e.startedAt)) / 1000)}</span></div>
        <div class="row">${tierBadge(tier, score)} ${channelChip(contact.channel)} <span class="chip">${languageName(contact.language)}</span> <span class="chip">${t(`state.${e.state}`)}</span>${reportChip(hands.reports.get(contact.id))}${record(contact, hands)}</div>
      </header>
      ${consultBar(e, hands)}${interpreterBar(e, hands)}
      <details><summary>${t('urgency.why_and_who')}</summary><div class="stack">${reasons.length > 0 ? reasonList(reasons) : nothing}${personCard(contact, now)}</div></details>
      <div>${call ? callView(e, now) : nothing}${READ.includes(contact.channel) ? paper(e) : nothing}${!READ.includes(contact.channel) && (!call || e.conversation.length > 0) ? talk(e, hands) : nothing}${fileList(hands.files(contact.id), (file) => hands.save(contact.id, file))}</div>
      ${e.state === 'wrapping' ? wrapUp(e, hands) : html`<div>${WRITTEN.includes(contact.channel) && e.state !== 'connecting' ? composer(e, hands) : nothing}${actions(e, hands)}</div>`}
    </article>`;
}

/** The person's page in another system, where the site named one. @param {import('./desk.js').Card} contact @param {Hands} hands */
function record(contact, hands) {
  const pop = hands.settings.screenPop;
  const url = pop && screenPop(pop.url, pop.hosts, contact);
  return url ? html`<a class="chip" href=${url} target="_blank" rel="noopener noreferrer">${icon('more')}${t('record.open')}<span class="hidden"> ${who(contact)}</span></a>` : nothing;
}

/** @param {import('./desk.js').Engagement} e @param {number} now */
function callView(e, now) {
  return html`<div class="call ${e.state}">${icon(e.state === 'muted' ? 'mute' : e.state === 'on_hold' ? 'hold' : 'phone')}<p class="state" role="status">${t(`call.${e.state}`)}</p>
    <p class="time">${duration((now - Date.parse(e.startedAt)) / 1000)}</p><p class="quiet">${e.contact.from ?? ''}</p></div>`;
}

/** How far an answer is. @param {{status?: string}} line */
function reach(line) {
  return line.status === 'failed' ? html`<strong class="failed" role="alert">${t('reach.failed')}</strong>` : t(`reach.${line.status}`);
}

/** @param {import('./desk.js').Engagement} e */
function paper(e) {
  const { subject, preview, urgency } = e.contact;
  // The preview is cut; the conversation begins with the whole of it.
  const first = preview ? 1 : 0;
  return html`<div class="talk" tabindex="0" role="region" aria-label=${t('paper.label')}><div class="paper">${subject ? html`<strong>${subject}</strong>\n\n` : nothing}${
    preview ? marked(e.conversation[0]?.text ?? preview, urgency.reasons) : e.conversation.length === 0 ? html`<span class="soft">${t('paper.no_words')}</span>` : nothing}</div>
    ${e.conversation.slice(first).map((line) => html`<div class="paper">${line.text}${line.status ? html`<p class="quiet">${reach(line)}</p>` : nothing}</div>`)}</div>`;
}

/** @param {import('./desk.js').Engagement} e @param {Hands} hands */
function talk(e, hands) {
  const first = e.conversation.filter((line) => line.from === 'person').length === 1;
  return html`<div class="talk" role="log" tabindex="0" aria-label=${t('talk.label', { who: who(e.contact) })} data-lines=${e.conversation.length}>
    ${e.contact.subject ? html`<p><strong>${e.contact.subject}</strong></p>` : nothing}
    ${e.conversation.map((line, i) => html`<div class="line ${line.from}"><p dir="auto">${
      i === 0 && first && line.from === 'person' ? marked(line.text, e.contact.urgency.reasons) : line.text}</p>
      <small>${line.from === 'person' ? who(e.contact) : t(`talk.${line.from === 'colleague' ? 'colleague' : 'you'}`)} · ${time(line.at)}${line.status ? html` · ${reach(line)}` : nothing}</small></div>`)}
    ${(hands.sending.get(e.engagementId) ?? []).map((one) => html`<div class="line navigator sending"><p dir="auto">${one.text}</p><small>${t('talk.sending')}</small></div>`)}
  </div>`;
}

/** Whom something can be written to; first whom it goes to unless somebody else is chosen. @param {import('./desk.js').Engagement} e */
function readersOf(e) {
  if (!together(e)) {
    return ['person'];
  }
  if (e.consult?.state === 'conference') {
    return ['person', 'navigator'];
  }
  return e.consult?.role === 'second' ? ['navigator'] : ['navigator', 'person'];
}

/** @param {import('./desk.js').Engagement} e @param {Hands} hands */
function composer(e, hands) {
  const id = e.engagementId;
  const text = draft(id, 'text');
  const templates = hands.settings.templates.filter((/** @type {any} */ one) => one.channels.length === 0 || one.channels.includes(e.contact.channel));
  const write = (/** @type {string} */ value) => { keep(id, 'text', value); hands.redraw(); };
  const readers = readersOf(e);
  // Asked for when something is sent, not when this was drawn: words for a colleague must not go to the person.
  const recipient = () => (readersOf(e).includes(draft(id, 'to')) ? draft(id, 'to') : readersOf(e)[0]);
  const to = recipient();
  const send = async () => {
    const words = draft(id, 'text').trim();
    if (!words) {
      return;
    }
    const sending = { text: words };
    const whom = recipient();
    hands.sending.set(id, [...(hands.sending.get(id) ?? []), sending]);
    write('');
    const done = await hands.command('engagement.message', { engagementId: id, text: words, ...(whom === 'navigator' ? { to: whom } : {}) });
    hands.sending.set(id, (hands.sending.get(id) ?? []).filter((one) => one !== sending));
    if (!done && !draft(id, 'text')) {
      keep(id, 'text', words);
    }
    hands.redraw();
  };
  return html`<form class="composer" @submit=${(/** @type {Event} */ event) => { event.preventDefault(); send(); }}>
    <label class="hidden" for=${`reply-${id}`}>${t('reply.label', { who: who(e.contact) })}</label>
    <textarea id=${`reply-${id}`} rows="3" maxlength="5000" lang=${e.contact.language} spellcheck="true" placeholder=${t('reply.placeholder', { language: languageName(e.contact.language) })}
      .value=${live(text)} @input=${(/** @type {any} */ event) => write(event.target.value)}
      @keydown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send(); } }}></textarea>
    <div class="tools">
      ${together(e) ? html`<select aria-label=${t('reply.to')} @change=${(/** @type {any} */ event) => { keep(id, 'to', event.target.value); hands.redraw(); }}>${readers.map((one) =>
        html`<option value=${one} ?selected=${one === to}>${one === 'person' ? who(e.contact) : t('reply.only', { name: nameOf(hands, e.consult?.navigator ?? '') })}</option>`)}</select>` : nothing}
      ${templates.length === 0 ? nothing : html`<select aria-label=${t('reply.template')} .value=${live('')} @change=${(/** @type {any} */ event) => {
        const chosen = templates.find((/** @type {any} */ one) => one.id === event.target.value);
        if (chosen) {
          write(draft(id, 'text') + (draft(id, 'text') ? '\n' : '') + (chosen.text[e.contact.language] ?? chosen.text.en));
          document.getElementById(`reply-${id}`)?.focus();
        }
      }}><option value="">${t('reply.template')}</option>${templates.map((/** @type {any} */ one) => html`<option value=${one.id}>${label(one.name)}</option>`)}</select>`}
      <button class="main" ?disabled=${!text.trim()}>${icon('send')}${t('reply.send')} <kbd aria-hidden="true">Ctrl ↵</kbd></button>
    </div></form>`;
}

/** @param {import('./desk.js').Engagement} e @param {Hands} hands */
function actions(e, hands) {
  const { engagementId, state } = e;
  const call = e.contact.channel === 'phone';
  const busy = hands.busy.has(engagementId);
  const button = (/** @type {string} */ command, /** @type {string} */ sign, /** @type {string} */ words, keys = '') =>
    html`<button ?disabled=${busy} aria-keyshortcuts=${keys || nothing} @click=${() => hands.command(command, { engagementId })}>${icon(sign)}${words}</button>`;
  const can = (/** @type {string} */ what) => !e.consult && (!call || !e.controls || e.controls.includes(what));
  return html`<div class="actions">
    ${call && can('mute') && e.controls && state === 'talking' ? button('engagement.mute', 'mute', t('act.mute'), 'Alt+M') : nothing}
    ${state === 'muted' ? button('engagement.resume', 'microphone', t('act.unmute'), 'Alt+M') : nothing}
    ${(state === 'talking' || state === 'muted') && can('hold') ? button('engagement.hold', 'hold', t('act.hold')) : nothing}
    ${state === 'on_hold' && !e.consult ? button('engagement.resume', 'resume', t('act.resume')) : nothing}
    ${!call && !e.consult && state !== 'connecting' ? button('engagement.park', 'park', t('act.park')) : nothing}
    ${state === 'connecting' ? nothing : html`${e.consult ? nothing : opener(e, hands, 'transfer', 'transfer')}${e.consult?.role === 'second' ? nothing : html`${opener(e, hands, 'later', 'later')}${opener(e, hands, 'report', 'flag')}`}`}
    <button class="end-of-row ${call ? 'end' : ''}" ?disabled=${busy} data-finish=${engagementId} aria-keyshortcuts="Alt+W" @click=${() => hands.command('engagement.finish', { engagementId })}>${icon(call ? 'phone' : 'finish')}${t(e.consult?.role === 'second' ? 'consult.leave' : call ? 'act.hang_up' : 'act.finish')}</button>
  </div>${state === 'connecting' ? nothing : opened(e, hands)}`;
}

/** A button that opens a form below, or closes it. @param {import('./desk.js').Engagement} e @param {Hands} hands */
function opener(e, hands, /** @type {string} */ form, /** @type {string} */ sign) {
  const id = e.engagementId;
  const open = hands.open.get(id) === form;
  return html`<button type="button" ?disabled=${hands.busy.has(id)} aria-expanded=${open ? 'true' : 'false'} @click=${() => {
    hands.open.set(id, open ? '' : form);
    if (form === 'report' && !open) {
      hands.readReport(e.contact.id);
    }
    hands.redraw();
  }}>${icon(sign)}${t(`act.${form}`)}</button>`;
}

/** @param {import('./desk.js').Engagement} e @param {Hands} hands */
function opened(e, hands) {
  switch (hands.open.get(e.engagementId)) {
    case 'transfer': return transfer(e, hands);
    case 'later': return furtherForm(e, hands);
    case 'report': return reportForm(e, hands);
    default: return nothing;
  }
}

/** @param {import('./desk.js').Engagement} e @param {Hands} hands */
function transfer(e, hands) {
  const id = e.engagementId;
  const others = hands.colleagues.filter((one) => one.id !== hands.desk.me?.id);
  return html`<form class="fill" @submit=${async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const [kind, value] = String(form.get('to')).split(/:(.*)/s);
    const first = form.get('how') === 'first' && kind !== 'outside';
    if (await hands.command(first ? 'engagement.consult' : 'engagement.transfer', { engagementId: id, to: { [kind]: value }, ...(first ? {} : { mode: 'cold' }) })) {
      hands.open.delete(id);
      hands.redraw();
    }
  }}>
    <div><label for=${`to-${id}`}>${t('transfer.to')}</label>
    <select id=${`to-${id}`} name="to" required>
      <optgroup label=${t('transfer.queues')}>${hands.settings.queues.map((/** @type {any} */ q) => html`<option value=${`queue:${q.id}`}>${q.name}</option>`)}</optgroup>
      ${others.length === 0 ? nothing : html`<optgroup label=${t('transfer.navigators')}>${others.map((one) => html`<option value=${`navigator:${one.id}`}>${one.name} · ${t(`activity.${one.activity}`)}</option>`)}</optgroup>`}
      ${e.controls?.includes('outside') && hands.settings.outside.length > 0 ? html`<optgroup label=${t('transfer.outside')}>${hands.settings.outside.map((/** @type {string} */ name) => html`<option value=${`outside:${name}`}>${name.replaceAll('_', ' ')}</option>`)}</optgroup>` : nothing}
    </select></div>
    ${e.contact.channel === 'phone' && e.controls && !e.controls.includes('consult') ? nothing : html`<fieldset class="choices"><legend>${t('transfer.how')}</legend>
      <label class="choice"><input type="radio" name="how" value="now" checked>${t('transfer.now')}</label>
      <label class="choice"><input type="radio" name="how" value="first">${t('transfer.first')}</label></fieldset>`}
    <p class="quiet">${t('transfer.note')}</p>
    <div class="row"><button class="main" ?disabled=${hands.busy.has(id)}>${t('transfer.go')}</button></div></form>`;
}

/** @param {import('./desk.js').Engagement} e @param {Hands} hands */
function wrapUp(e, hands) {
  const id = e.engagementId;
  const left = e.wrapSince === null ? null : hands.settings.wrapUpSeconds - (hands.desk.now() - e.wrapSince) / 1000;
  return html`<form class="fill wrap" @submit=${(/** @type {Event} */ event) => {
    event.preventDefault();
    hands.command('engagement.complete', { engagementId: id, disposition: draft(id, 'disposition') || hands.settings.dispositions[0].id, notes: draft(id, 'notes') });
  }}>
    <div class="spread"><h3>${t('wrap.title')}</h3>${left === null ? nothing : html`<span class="number quiet" title=${t('wrap.left')}>${duration(left)}</span>`}</div>
    <div><label for=${`disposition-${id}`}>${t('wrap.disposition')}</label>
    <select id=${`disposition-${id}`} .value=${live(draft(id, 'disposition') || hands.settings.dispositions[0].id)} @change=${(/** @type {any} */ event) => { keep(id, 'disposition', event.target.value); hands.redraw(); }}>
      ${hands.settings.dispositions.map((/** @type {any} */ d) => html`<option value=${d.id} ?selected=${(draft(id, 'disposition') || hands.settings.dispositions[0].id) === d.id}>${label(d)}</option>`)}</select></div>
    <div><label for=${`notes-${id}`}>${t('wrap.notes')}</label>
    <textarea id=${`notes-${id}`} rows="3" maxlength="5000" .value=${live(draft(id, 'notes'))} @input=${(/** @type {any} */ event) => { keep(id, 'notes', event.target.value); hands.redraw(); }}></textarea></div>
    <div class="row"><button class="main" ?disabled=${hands.busy.has(id)}>${icon('finish')}${t('wrap.complete')}</button>${opener(e, hands, 'later', 'later')}${opener(e, hands, 'report', 'flag')}</div></form>${hands.open.get(id) === 'transfer' ? nothing : opened(e, hands)}`;
}
