// @ts-check
/** What Haven's pages share: words in two languages, theme, time, drawing once a frame. */
import { html, svg, nothing, render } from './lib/lit-html.js';

export { html, svg, nothing };

export const TIERS = ['crisis', 'urgent_medical', 'high_distress', 'elevated', 'routine'];
export const CHANNELS = ['phone', 'chat', 'sms', 'fax', 'email', 'mail'];
const LANGUAGES = ['en', 'es'];

/** @type {Record<string, Record<string, string>>} */
const catalogues = {};
let language = 'en';

export function currentLanguage() {
  return language;
}

/** Loads the words of a language and speaks it from now on; remembered in this browser. */
export async function speak(/** @type {string} */ wanted) {
  const chosen = LANGUAGES.includes(wanted) ? wanted : 'en';
  if (!catalogues[chosen]) {
    const answer = await fetch(`/desktop/words/${chosen}.json`);
    catalogues[chosen] = await answer.json();
  }
  language = chosen;
  document.documentElement.lang = chosen;
  remember('language', chosen);
}

/** The words for a key, with {name} filled in; the key's last part when a code is not known. */
export function t(/** @type {string} */ key, /** @type {Record<string, unknown>} */ filled = {}) {
  const words = catalogues[language]?.[key] ?? key.slice(key.lastIndexOf('.') + 1).replaceAll('_', ' ');
  return words.replace(/\{(\w+)\}/g, (all, name) => (name in filled ? String(filled[name]) : all));
}

/** The label of a configured choice. */
export function label(/** @type {{id: string, en?: string, es?: string}} */ choice) {
  return choice[language] ?? choice.en ?? choice.id;
}

export function recall(/** @type {string} */ name) {
  return localStorage.getItem(`haven.${name}`);
}

export function remember(/** @type {string} */ name, /** @type {string} */ value) {
  localStorage.setItem(`haven.${name}`, value);
}

const dark = matchMedia('(prefers-color-scheme: dark)');

const paper = matchMedia('print');

export function theme() {
  return paper.matches ? 'light' : recall('theme') ?? (dark.matches ? 'dark' : 'light');
}

paper.addEventListener('change', () => applyTheme());

export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}

/** Says something to a screen reader. Urgent words interrupt. */
export function announce(/** @type {string} */ words, urgent = false) {
  const region = document.getElementById(urgent ? 'say-now' : 'say');
  if (region) {
    region.textContent = '';
    requestAnimationFrame(() => { region.textContent = words; });
  }
}

/**
 * A page drawn as one function of its state: however often it is asked to, at most once a frame.
 * A custom element in the light DOM, so that one style sheet and one policy hold for all.
 */
export class Page extends HTMLElement {
  #asked = false;

  connectedCallback() {
    this.start();
  }

  async start() {
    applyTheme();
    dark.addEventListener('change', () => { applyTheme(); });
    await Promise.all([speak(recall('language') ?? navigator.language.slice(0, 2)), this.begin()]);
    await this.ready();
    this.redraw();
  }

  /** What can be read before there are words to speak. */
  async begin() {}

  async ready() {}

  redraw() {
    if (!this.#asked) {
      this.#asked = true;
      requestAnimationFrame(() => {
        this.#asked = false;
        render(this.view(), this);
        this.drawn();
      });
    }
  }

  /** @returns {unknown} */
  view() {
    return nothing;
  }

  drawn() {}

  async changeLanguage() {
    await speak(language === 'en' ? 'es' : 'en');
    this.redraw();
  }

  changeTheme() {
    remember('theme', theme() === 'dark' ? 'light' : 'dark');
    applyTheme();
    this.redraw();
  }

  /** The two switches every page has. */
  switches() {
    const other = language === 'en' ? 'es' : 'en';
    return html`
      <button class="plain small" lang=${other} @click=${() => this.changeLanguage()}>${other === 'es' ? 'Español' : 'English'}</button>
      <button class="plain small" @click=${() => this.changeTheme()} aria-pressed=${theme() === 'dark' ? 'true' : 'false'}>
        ${icon('moon')}<span class="hidden">${t('page.dark')}</span>
      </button>`;
  }
}

export function brand(/** @type {string} */ what) {
  return html`<h1 class="brand">${shelter()}Haven <small>${what}</small></h1>`;
}

/** Haven's sign: a roof over somebody. */
export function shelter() {
  return html`<svg viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">
    <path d="M4 15 16 5l12 10"/><path d="M8 27v-2a8 8 0 0 1 16 0v2"/><circle cx="16" cy="14" r="2.4"/></svg>`;
}

const SHAPES = {
  crisis: svg`<path d="M5.3 1h5.4L15 5.3v5.4L10.7 15H5.3L1 10.7V5.3z" fill="currentColor"/><path d="M8 4v5M8 11.4v.6" stroke="var(--card)" stroke-width="2" stroke-linecap="round"/>`,
  urgent_medical: svg`<path d="M5.6 1h4.8v4.6H15v4.8h-4.6V15H5.6v-4.6H1V5.6h4.6z" fill="currentColor"/>`,
  high_distress: svg`<path d="M8 1.2 15.4 14.4H.6z" fill="currentColor"/>`,
  elevated: svg`<path d="M8 .8 15.2 8 8 15.2.8 8z" fill="currentColor"/>`,
  routine: svg`<circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="2.6"/>`,
};

export function shape(/** @type {string} */ tier) {
  return html`<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[tier] ?? SHAPES.routine}</svg>`;
}

export function tierBadge(/** @type {string} */ tier, /** @type {number} */ score = -1) {
  return html`<span class="tier ${tier}">${shape(tier)}${t(`tier.${tier}`)}${
    score < 0 ? nothing : html` <span class="number" title=${t('tier.score')}>${score}</span>`}</span>`;
}

const ICONS = {
  phone: svg`<path d="M5 3h4l2 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A17 17 0 0 1 3 5a2 2 0 0 1 2-2z"/>`,
  chat: svg`<path d="M4 5h16v11H10l-5 4v-4H4z"/>`,
  sms: svg`<rect x="7" y="2" width="10" height="20" rx="2"/><path d="M11 18h2M10 7h4M10 10.5h4"/>`,
  fax: svg`<path d="M7 9V3h10v6"/><rect x="3" y="9" width="18" height="9" rx="1.5"/><path d="M7 14h10v7H7z"/>`,
  email: svg`<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 6.5 8.500 7 8.500-7"/>`,
  mail: svg`<path d="M3 10v10h18V10L12 3z"/><path d="m3 10 9 6 9-6"/>`,
  moon: svg`<path d="M20 14.500A8.500 8.500 0 1 1 9.500 4a7 7 0 0 0 10.500 10.500z"/>`,
  bell: svg`<path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4z"/><path d="M10 21h4"/>`,
  sound: svg`<path d="M4 9v6h4l5 4V5L8 9z"/><path d="M16.500 8.500a5 5 0 0 1 0 7M19 6a8.500 8.500 0 0 1 0 12"/>`,
  hold: svg`<path d="M8 5v14M16 5v14"/>`,
  mute: svg`<path d="M9 9.500V6a3 3 0 0 1 5.900-.700M15 11v.500a3 3 0 0 1-4.700 2.500M6 11a6 6 0 0 0 9.500 5.200M18 11a6 6 0 0 1-.500 2.500M12 17.500V21M4 4l16 16"/>`,
  microphone: svg`<rect x="9" y="3" width="6" height="11.500" rx="3"/><path d="M6 11a6 6 0 0 0 12 0M12 17v4"/>`,
  resume: svg`<path d="M7 4.500 19 12 7 19.500z"/>`,
  park: svg`<rect x="3.500" y="3.500" width="17" height="17" rx="4"/><path d="M9.500 17V7.500h3.200a2.900 2.900 0 0 1 0 5.800H9.500"/>`,
  transfer: svg`<path d="M4 8h14l-4-4M20 16H6l4 4"/>`,
  finish: svg`<path d="m4 12.500 5.500 5.500L20 6.500"/>`,
  send: svg`<path d="M3.500 11.500 20.500 4l-6.500 16.500-3-7z"/>`,
  clip: svg`<path d="m8 12 6.500-6.500a3.500 3.500 0 0 1 5 5L11 19a5.500 5.500 0 0 1-8-8l8-8"/>`,
  save: svg`<path d="M12 4v11m-5-5 5 5 5-5M4 20h16"/>`,
  people: svg`<circle cx="9" cy="8" r="3.500"/><path d="M2.500 20a6.500 6.500 0 0 1 13 0M16 5a3.500 3.500 0 0 1 0 6.500M18 14.500a6.500 6.500 0 0 1 3.500 5.500"/>`,
  flag: svg`<path d="M6 21V4h11l-2 4 2 4H6"/>`,
  later: svg`<circle cx="12" cy="12" r="8.500"/><path d="M12 7v5l3.500 2"/>`,
  more: svg`<path d="M14 4h6v6M20 4l-9 9M10 5H5v14h14v-5"/>`,
  back: svg`<path d="M15 5 8 12l7 7"/>`,
};

export function icon(/** @type {string} */ name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${ICONS[name] ?? nothing}</svg>`;
}

export function channelChip(/** @type {string} */ channel) {
  return html`<span class="chip">${icon(channel)}${t(`channel.${channel}`)}</span>`;
}

/** Words, or the beginning of them, with the parts marked that reasons rest on. Text in, text nodes out: never markup. */
export function marked(/** @type {string} */ text, /** @type {{start: number | null, end: number | null}[]} */ reasons) {
  const spans = reasons
    .filter((r) => r.start !== null && r.end !== null && r.start < Math.min(r.end, text.length))
    .map((r) => ({ start: Number(r.start), end: Math.min(Number(r.end), text.length) }))
    .sort((a, b) => a.start - b.start);
  const parts = [];
  let at = 0;
  for (const { start, end } of spans) {
    const from = Math.max(at, start);
    if (end <= from) {
      continue;
    }
    parts.push(text.slice(at, from), html`<mark>${text.slice(from, end)}</mark>`);
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}

/** Minutes and seconds, hours when there are any. */
export function duration(/** @type {number} */ seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const clock = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return s < 3600 ? clock : `${Math.floor(s / 3600)}:${clock}`;
}

export function time(/** @type {string | number} */ at, seconds = false) {
  return new Date(at).toLocaleTimeString(language, {
    hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit', hour12: false } : {}),
  });
}

/** A sentence with its times as a clock here shows them. */
export function clocked(/** @type {string} */ sentence) {
  return sentence.replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) => `${new Date(at).toLocaleDateString(language)} ${time(at, true)}`);
}

/** A language by its name in the reader's language. */
export function languageName(/** @type {string} */ code) {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
