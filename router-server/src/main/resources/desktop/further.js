// @ts-check
/** What is agreed for later: a callback or a follow-up, at a time in the navigator's clock. */
import { CHANNELS, html, t } from './page.js';
import { form } from './drafts.js';
import { who } from './offer.js';

/** Of days, two years: what is due later is refused. */
const FAR = 730;

/** A date and time as the field writes them, in this computer's time zone. */
function local(/** @type {Date} */ date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The next whole quarter of an hour, at least an hour away. */
function soon(/** @type {number} */ now) {
  const quarter = 15 * 60_000;
  return local(new Date(Math.ceil((now + 60 * 60_000) / quarter) * quarter));
}

/**
 * @param {import('./desk.js').Engagement} e
 * @param {import('./engagement.js').Hands} hands
 */
export function furtherForm(e, hands) {
  const id = e.engagementId;
  const { contact } = e;
  const fields = form(id, 'later', { kind: 'callback', channel: 'phone', to: contact.from ?? '', subject: '', due: soon(hands.desk.now()), name: '' });
  const write = (/** @type {string} */ name) => (/** @type {any} */ event) => {
    fields.write(name, event.target.value);
    fields.write('name', '');
    hands.redraw();
  };
  const due = fields.value('due');
  const past = !(new Date(due).getTime() > hands.desk.now());
  return html`<form class="fill" @submit=${async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (past) {
      return;
    }
    // Sent twice it is made once: the form keeps its name until it was answered.
    const name = fields.value('name') || crypto.randomUUID();
    fields.write('name', name);
    const done = await hands.ask(id, () => hands.rest('POST', 'callbacks', {
      kind: fields.value('kind'),
      channel: fields.value('channel'),
      from: fields.value('to') || null,
      personId: contact.person?.id ?? null,
      language: contact.language,
      subject: fields.value('subject') || null,
      dueAt: new Date(due).toISOString(),
      idempotencyKey: name,
    }), 'later.done');
    if (done) {
      fields.clear();
      hands.open.delete(id);
      hands.redraw();
    }
  }}>
    <h3>${t('later.title', { who: who(contact) })}</h3>
    <div class="pair">
      <div><label for=${`kind-${id}`}>${t('later.kind')}</label><select id=${`kind-${id}`} @change=${write('kind')}>${['callback', 'follow_up'].map((kind) => html`<option value=${kind} ?selected=${fields.value('kind') === kind}>${t(`kind.${kind}`)}</option>`)}</select></div>
      <div><label for=${`due-${id}`}>${t('later.due')}</label><input id=${`due-${id}`} type="datetime-local" required max=${local(new Date(hands.desk.now() + FAR * 86_400_000))} .value=${due} @input=${write('due')} aria-describedby=${`due-note-${id}`}></div>
      <div><label for=${`by-${id}`}>${t('later.by')}</label><select id=${`by-${id}`} @change=${write('channel')}>${CHANNELS.map((channel) => html`<option value=${channel} ?selected=${fields.value('channel') === channel}>${t(`channel.${channel}`)}</option>`)}</select></div>
      <div><label for=${`reach-${id}`}>${t('later.to')}</label><input id=${`reach-${id}`} maxlength="512" autocomplete="off" .value=${fields.value('to')} @input=${write('to')}></div>
    </div>
    <div><label for=${`about-${id}`}>${t('later.about')}</label><input id=${`about-${id}`} maxlength="200" autocomplete="off" .value=${fields.value('subject')} @input=${write('subject')}></div>
    <p class="quiet" id=${`due-note-${id}`} role="status">${past ? html`<strong class="failed">${t('later.past')}</strong>` : t('later.note')}</p>
    <div class="row"><button class="main" ?disabled=${past || hands.busy.has(id)}>${t('later.go')}</button></div></form>`;
}
