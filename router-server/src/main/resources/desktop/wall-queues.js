// @ts-check
/** The queues of the wall: how each stands, and its two switches, pause and emergency. */
import { html, icon, nothing, t, time } from './page.js';

/**
 * What can be switched for a queue: the field that tells since when it is on, and the reasons for on and off.
 * @type {Record<'pause' | 'emergency', {since: 'pausedSince' | 'emergencySince', on: string[], off: string[]}>}
 */
const SWITCHES = {
  pause: { since: 'pausedSince', on: ['team_meeting', 'training', 'staff_missing', 'system_work'], off: ['over', 'mistake'] },
  emergency: { since: 'emergencySince', on: ['incident', 'outage', 'staff_missing', 'drill'], off: ['over', 'mistake'] },
};

/**
 * @typedef {{id: string, waiting: number, serviceLevelPercent: number | null, readyNavigators: number, emergencySince: string | null, pausedSince: string | null}} Queue
 * @typedef {'pause' | 'emergency'} What
 * @typedef {{queue: string, what: What, on: boolean}} Asked the switch somebody is about to throw, and which way
 * @typedef {{asked: Asked | null, ask: (asked: Asked | null) => void, switch: (asked: Asked, reason: string) => void}} Switch
 */

/** @param {Queue[]} queues @param {Switch} how */
export function queueList(queues, how) {
  return html`<ul class="queues">${queues.map((queue) => html`<li class=${queue.emergencySince ? 'emergency' : queue.pausedSince ? 'paused' : ''}>
    <div class="spread"><strong>${queue.id}</strong>
      <span class="row">${queue.pausedSince ? html`<span class="chip">${icon('hold')}${t('queue.paused_since', { time: time(queue.pausedSince) })}</span>` : nothing}
      ${queue.emergencySince ? html`<span class="chip alarm">${icon('bell')}${t('queue.emergency_since', { time: time(queue.emergencySince) })}</span>` : nothing}</span></div>
    <dl class="line-of-facts">
      <div><dt>${t('wall.waiting')}</dt><dd class="number">${queue.waiting}</dd></div>
      <div><dt>${t('queue.ready')}</dt><dd class="number">${queue.readyNavigators}</dd></div>
      <div><dt>${t('wall.level')}</dt><dd class="number">${queue.serviceLevelPercent === null ? '–' : `${Math.round(queue.serviceLevelPercent)} %`}</dd></div>
    </dl>
    ${stillAsked(queue, how.asked) ? question(/** @type {Asked} */ (how.asked), how) : html`<div class="row switches">${opener(queue, 'pause', how)}${opener(queue, 'emergency', how)}</div>`}
  </li>`)}</ul>`;
}

function isOn(/** @type {Queue} */ queue, /** @type {What} */ what) {
  return queue[SWITCHES[what].since] !== null;
}

/** What was asked and has not come about meanwhile: a second click must not undo the first. @param {Queue | undefined} queue @param {Asked | null} asked */
export function stillAsked(queue, asked) {
  return queue !== undefined && asked !== null && asked.queue === queue.id && asked.on !== isOn(queue, asked.what);
}

/** @param {Queue} queue @param {What} what @param {Switch} how */
function opener(queue, what, how) {
  const on = !isOn(queue, what);
  return html`<button class="small" data-switch=${what} @click=${() => how.ask({ queue: queue.id, what, on })}>${icon(what === 'emergency' ? 'bell' : on ? 'hold' : 'resume')}${t(`queue.${what}_${on ? 'on' : 'off'}`)}<span class="hidden"> ${queue.id}</span></button>`;
}

/** Never by one click: who throws a switch says why. @param {Asked} asked @param {Switch} how */
function question(asked, how) {
  const way = asked.on ? 'on' : 'off';
  return html`<form class="ask" @submit=${(/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    how.switch(asked, String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('reason')));
  }}>
    <p>${t(`queue.${asked.what}_${way}_note`)}</p>
    <label for="switch-why">${t('wall.because')}</label>
    <select id="switch-why" name="reason">${SWITCHES[asked.what][way].map((one) => html`<option value=${one}>${t(`because.${one}`)}</option>`)}</select>
    <div class="row"><button class=${asked.what === 'emergency' && asked.on ? 'danger' : 'main'}>${t(`queue.${asked.what}_${way}_go`)}</button>
      <button type="button" class="plain" @click=${() => how.ask(null)}>${t('offer.back')}</button></div></form>`;
}
