// @ts-check
/** The queues of the wall: how each stands, and the switch for an emergency. */
import { html, icon, nothing, t, time } from './page.js';

const WHY = ['incident', 'outage', 'staff_missing', 'drill'];

/**
 * @typedef {{id: string, waiting: number, serviceLevelPercent: number | null, readyNavigators: number, emergencySince: string | null}} Queue
 * @typedef {{queue: string, on: boolean}} Asked the queue whose switch somebody is about to throw, and which way
 * @typedef {{asked: Asked | null, ask: (queue: Queue | null) => void, switch: (queue: string, on: boolean, reason: string) => void}} Switch
 */

/** @param {Queue[]} queues @param {Switch} how */
export function queueList(queues, how) {
  return html`<ul class="queues">${queues.map((queue) => html`<li class=${queue.emergencySince ? 'emergency' : ''}>
    <div class="spread"><strong>${queue.id}</strong>
      ${queue.emergencySince ? html`<span class="chip alarm">${icon('bell')}${t('queue.emergency_since', { time: time(queue.emergencySince) })}</span>` : nothing}</div>
    <dl class="line-of-facts">
      <div><dt>${t('wall.waiting')}</dt><dd class="number">${queue.waiting}</dd></div>
      <div><dt>${t('queue.ready')}</dt><dd class="number">${queue.readyNavigators}</dd></div>
      <div><dt>${t('wall.level')}</dt><dd class="number">${queue.serviceLevelPercent === null ? '–' : `${Math.round(queue.serviceLevelPercent)} %`}</dd></div>
    </dl>
    ${stillAsked(queue, how) ? question(queue, how) : html`<button class="small" @click=${() => how.ask(queue)}>${t(queue.emergencySince ? 'queue.end' : 'queue.declare')}<span class="hidden"> ${queue.id}</span></button>`}
  </li>`)}</ul>`;
}

/** What was asked and has not come about meanwhile: a second click must not undo the first. @param {Queue} queue @param {Switch} how */
function stillAsked(queue, how) {
  return how.asked?.queue === queue.id && how.asked.on === (queue.emergencySince === null);
}

/** Never by one click: who declares an emergency says why. @param {Queue} queue @param {Switch} how */
function question(queue, how) {
  const on = queue.emergencySince === null;
  return html`<form class="ask" @submit=${(/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    how.switch(queue.id, on, String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('reason')));
  }}>
    <p>${t(on ? 'queue.declare_note' : 'queue.end_note')}</p>
    <label for="emergency-why">${t('wall.because')}</label>
    <select id="emergency-why" name="reason">${(on ? WHY : ['over', 'mistake']).map((one) => html`<option value=${one}>${t(`because.${one}`)}</option>`)}</select>
    <div class="row"><button class=${on ? 'danger' : 'main'}>${t(on ? 'queue.declare_go' : 'queue.end_go')}</button>
      <button type="button" class="plain" @click=${() => how.ask(null)}>${t('offer.back')}</button></div></form>`;
}
