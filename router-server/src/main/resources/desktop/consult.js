// @ts-check
/** A second navigator asked about an engagement: what both see of it, and what the one who asks can do. */
import { html, icon, languageName, nothing, t } from './page.js';

/** @typedef {{language: string, state: 'needed' | 'ringing' | 'joined' | 'ended', cause?: string}} Interpreter */

/** @typedef {{offerId: string, role: 'first' | 'second', navigator: string, state: 'offered' | 'connecting' | 'consulting' | 'conference' | 'ended'}} Consult */

/** @param {import('./engagement.js').Hands} hands */
export function nameOf(hands, /** @type {string} */ navigatorId) {
  return hands.colleagues.find((one) => one.id === navigatorId)?.name ?? navigatorId;
}

/** Whether navigators can write to each other now. @param {import('./desk.js').Engagement} e */
export function together(e) {
  return e.consult?.state === 'consulting' || e.consult?.state === 'conference';
}

/**
 * @param {import('./desk.js').Engagement} e
 * @param {import('./engagement.js').Hands} hands
 */
export function consultBar(e, hands) {
  if (!e.consult) {
    return nothing;
  }
  const { role, state, navigator } = e.consult;
  const name = nameOf(hands, navigator);
  const busy = hands.busy.has(e.engagementId);
  const button = (/** @type {string} */ command, /** @type {string} */ sign, /** @type {string} */ words, /** @type {object} */ more = {}) =>
    html`<button class="small" ?disabled=${busy} @click=${() => hands.command(command, { engagementId: e.engagementId, ...more })}>${icon(sign)}${words}</button>`;
  return html`<div class="consult" role="status">${icon('people')}<span class="grow">${t(`consult.${role}_${state}`, { name })}</span>
    ${role === 'first' ? html`
      ${state === 'consulting' ? button('engagement.conference', 'people', t('consult.conference')) : nothing}
      ${together(e) ? button('engagement.transfer', 'transfer', t('consult.hand_over', { name }), { to: { navigator }, mode: 'warm' }) : nothing}
      ${button('engagement.take_back', 'back', t('consult.take_back'))}` : nothing}</div>`;
}

/**
 * Who interprets, or that somebody should; and the call to an interpreter, again when nobody came
 * or whoever came is not there any more.
 * @param {import('./desk.js').Engagement} e
 * @param {import('./engagement.js').Hands} hands
 */
export function interpreterBar(e, hands) {
  const now = e.interpreter;
  const callable = e.controls?.includes('interpreter') && ['talking', 'muted', 'on_hold'].includes(e.state) && !e.consult && now?.state !== 'ringing';
  if (!now && !callable) {
    return nothing;
  }
  const call = html`<button class="small" ?disabled=${hands.busy.has(e.engagementId)} @click=${() => hands.command('engagement.interpreter', { engagementId: e.engagementId })}>${icon('people')}${t(now?.state === 'joined' ? 'interpreter.replace' : 'interpreter.call')}</button>`;
  return html`<div class="consult" role="status">${icon('people')}<span class="grow">${now ? t(`interpreter.${now.state}`, { language: languageName(now.language) }) : nothing}</span>${callable ? call : nothing}</div>`;
}
