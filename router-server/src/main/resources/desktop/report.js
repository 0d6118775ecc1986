// @ts-check
/**
 * The adverse-event report of a contact: flagged by a person, four criteria, submitted or dismissed.
 * What is typed is kept in this browser until it was written to the report.
 */
import { html, icon, nothing, t, time } from './page.js';
import { form } from './drafts.js';

const CRITERIA = ['reporter', 'patient', 'product', 'event'];
const DISMISS = ['no_adverse_event', 'duplicate', 'no_product_of_ours'];

/**
 * @typedef {{reportId: string, state: 'open' | 'submitted' | 'handed' | 'dismissed', revision: number, dueAt: string, reference: string | null,
 *   reporter: string, patient: string, product: string, event: string, missing: string[]}} Report
 */

/** Reads the report; null when none is owed. @param {import('./engagement.js').Hands} hands @returns {Promise<Report | null>} */
export async function readReport(hands, /** @type {string} */ contactId) {
  try {
    return await hands.rest('GET', `contacts/${contactId}/report`);
  } catch (e) {
    if (/** @type {any} */ (e).status === 404) {
      return null;
    }
    throw e;
  }
}

/**
 * @param {import('./desk.js').Engagement} e
 * @param {import('./engagement.js').Hands} hands
 */
export function reportForm(e, hands) {
  const id = e.engagementId;
  const contact = e.contact.id;
  const report = hands.reports.get(contact);
  const busy = hands.busy.has(id);
  if (report === undefined) {
    return html`<p class="fill quiet" role="status">${t('report.reading')}</p>`;
  }
  /** Does it and keeps what the report is afterwards. */
  const act = (/** @type {() => Promise<Report>} */ what, said = '') => hands.ask(id, async () => {
    try {
      hands.reports.set(contact, await what());
    } catch (refused) {
      if (/** @type {any} */ (refused).code === 'report-changed') {
        hands.reports.set(contact, await readReport(hands, contact));
      }
      throw refused;
    }
  }, said);
  if (report === null) {
    return html`<div class="fill"><h3>${t('report.title')}</h3><p>${t('report.none')}</p>
      <div class="row"><button class="main" ?disabled=${busy} @click=${() => act(() => hands.rest('POST', `contacts/${contact}/adverse-event`))}>${icon('flag')}${t('report.flag')}</button></div></div>`;
  }
  if (report.state !== 'open') {
    return html`<div class="fill"><h3>${t('report.title')}</h3><p role="status"><strong>${t(`report.${report.state}`)}</strong>${report.reference ? ` ${report.reference}` : ''}</p></div>`;
  }
  const fields = form(id, 'report', Object.fromEntries(CRITERIA.map((name) => [name, report[name]])));
  const { value } = fields;
  const blank = CRITERIA.filter((name) => !value(name).trim());
  const write = async () => {
    const written = await hands.rest('PUT', `contacts/${contact}/report`, { revision: report.revision, ...Object.fromEntries(CRITERIA.map((name) => [name, value(name)])) });
    fields.clear();
    return written;
  };
  return html`<form class="fill" @submit=${(/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (blank.length === 0) {
      act(async () => { hands.reports.set(contact, await write()); return hands.rest('POST', `contacts/${contact}/report/submit`); }, 'report.done');
    }
  }}>
    <div class="spread"><h3>${t('report.title')}</h3><span class="chip">${icon('later')}${t('report.due', { time: time(report.dueAt), day: new Date(report.dueAt).toLocaleDateString(document.documentElement.lang) })}</span></div>
    ${CRITERIA.map((name) => html`<div><label for=${`${name}-${id}`}>${t(`report.${name}`)}</label>
      <textarea id=${`${name}-${id}`} rows=${name === 'event' ? 3 : 1} maxlength="4000" .value=${value(name)} @input=${(/** @type {any} */ event) => { fields.write(name, event.target.value); hands.redraw(); }}></textarea></div>`)}
    <p class="quiet">${blank.length > 0 ? t('report.blank', { names: blank.map((name) => t(`report.${name}`)).join(', ') }) : t('report.note')}</p>
    <div class="row"><button class="main" ?disabled=${busy || blank.length > 0}>${t('report.submit')}</button>
      <button type="button" ?disabled=${busy} @click=${() => act(write, 'report.kept')}>${t('report.keep')}</button></div>
    <details><summary>${t('report.dismiss_why')}</summary><div class="choices">${DISMISS.map((reason) => html`<button type="button" class="small" ?disabled=${busy} @click=${() =>
      act(() => hands.rest('POST', `contacts/${contact}/report/dismiss`, { reason }))}>${t(`because.${reason}`)}</button>`)}</div></details></form>`;
}

/** How a report stands, in one chip; nothing while none is known. @param {Report | null | undefined} report */
export function reportChip(report) {
  return report ? html`<span class=${`chip ${report.state === 'open' ? 'alarm' : ''}`}>${icon('flag')}${t(`report.chip_${report.state}`)}</span>` : nothing;
}
