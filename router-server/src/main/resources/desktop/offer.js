// @ts-check
/** An offer: who it is, how urgent and why, and how long there is to answer. */
import { channelChip, currentLanguage, html, icon, label, languageName, marked, nothing, svg, t, tierBadge, duration } from './page.js';

/** @param {import('./desk.js').Card} card */
export function who(card) {
  return card.person?.name || card.from || t('person.unknown');
}

/** @param {import('./desk.js').Card} card @param {number} now */
export function personCard(card, now) {
  const rows = [
    [t('person.name'), card.person?.name],
    [t('person.from'), card.from],
    [t('person.id'), card.person?.id],
    [t('person.language'), languageName(card.language)],
    [t('person.queue'), card.queue],
    [t('person.kind'), card.kind === 'inbound' ? null : t(`kind.${card.kind}`)],
    [t('person.waits'), duration((now - Date.parse(card.arrivedAt)) / 1000)],
  ];
  return html`<dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** Why, in the reader's language, each sentence once. @param {any[]} reasons */
export function reasonList(reasons) {
  const sentences = new Set(reasons.map((r) => r.messages?.[currentLanguage()] ?? r.message));
  return html`<ul class="reasons">${[...sentences].map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}

/** Seconds left as a ring that empties, and as a number. */
function countdown(/** @type {number} */ leftMs, /** @type {number} */ wholeMs) {
  const share = Math.max(0, Math.min(1, leftMs / wholeMs));
  return html`<span class="countdown number">
    <svg viewBox="0 0 36 36" aria-hidden="true"><circle cx="18" cy="18" r="15"/>${svg`<circle class="left" cx="18" cy="18" r="15" transform="rotate(-90 18 18)" stroke-dasharray=${`${94.25 * share} 94.25`}/>`}</svg>
    <span><span class="hidden">${t('offer.left')}</span>${Math.ceil(Math.max(0, leftMs) / 1000)} s</span></span>`;
}

/**
 * @param {import('./desk.js').Offer & {firstSeen?: number}} offer
 * @param {{now: number, reasons: any[], rejecting: boolean, busy: boolean, first: boolean, asker: string,
 *   accept: () => void, reject: (reason: string) => void, ask: () => void, back: () => void}} how
 */
export function offerView(offer, how) {
  const { contact } = offer;
  const { tier, score, reasons } = contact.urgency;
  offer.firstSeen ??= how.now;
  const whole = Math.max(1000, Date.parse(offer.expiresAt) - offer.firstSeen);
  const id = `offer-${offer.offerId}`;
  return html`
    <article class="offer card ${tier}" aria-labelledby=${id}>
      <div class="head">
        ${tierBadge(tier, score)} ${channelChip(contact.channel)} <span class="chip">${languageName(contact.language)}</span>
        ${countdown(Date.parse(offer.expiresAt) - how.now, whole)}
      </div>
      <div class="body">
        <div class="stack">
          <h2 id=${id}>${offer.kind === 'consult' ? t('offer.consult', { who: who(contact), name: how.asker }) : t('offer.title', { who: who(contact) })}</h2>
          ${contact.subject ? html`<p><strong>${contact.subject}</strong></p>` : nothing}
          ${contact.preview ? html`<blockquote tabindex="0" role="region" aria-label=${t('offer.words')}>${marked(contact.preview, reasons)}</blockquote>` : html`<p class="soft">${t('offer.no_words')}</p>`}
          ${reasons.length > 0 ? html`<div><h3>${t('urgency.why')}</h3>${reasonList(reasons)}</div>` : nothing}
        </div>
        ${personCard(contact, how.now)}
      </div>
      ${how.rejecting ? html`
        <div class="foot" role="group" aria-label=${t('offer.reject_why')}>
          <strong>${t('offer.reject_why')}</strong>
          ${how.reasons.map((reason, i) => html`<button ?disabled=${how.busy} data-first=${i === 0 ? 'reject' : nothing} @click=${() => how.reject(reason.id)}>${label(reason)}</button>`)}
          <button class="plain" @click=${how.back}>${t('offer.back')}</button>
        </div>` : html`
        <div class="foot">
          <button class="main" ?disabled=${how.busy} aria-keyshortcuts="Alt+A" data-offer=${offer.offerId} @click=${how.accept}>${icon('finish')}${t('offer.accept')}${how.first ? html` <kbd aria-hidden="true">Alt A</kbd>` : nothing}</button>
          <button ?disabled=${how.busy} aria-keyshortcuts="Alt+R" @click=${how.ask}>${t('offer.reject')}</button>
        </div>`}
    </article>`;
}
