// @ts-check
/** The files of a contact: what came, and each as a download. None is opened here: it may be anything. */
import { html, icon, nothing, t } from './page.js';

/** @typedef {{n: string, name: string | null, contentType: string, bytes: number | null, state: string}} Kept */

/** Sizes as people say them. */
function size(/** @type {number | null} */ bytes) {
  if (bytes === null) {
    return '';
  }
  const unit = ['B', 'KB', 'MB', 'GB'];
  let i = 0;
  let n = bytes;
  while (n >= 1000 && i < 3) {
    n /= 1000;
    i++;
  }
  return `${i === 0 ? n : n.toFixed(1)} ${unit[i]}`;
}

/** @param {Kept[]} files @param {(file: Kept) => void} get */
export function fileList(files, get) {
  if (files.length === 0) {
    return nothing;
  }
  return html`<div class="files"><h3>${icon('clip')}${t('files.title')} <span class="quiet">(${files.length})</span></h3><ul>${files.map((file) => {
    const name = file.name ?? t('files.nameless', { n: file.n });
    return html`<li><span class="grow"><strong dir="auto">${name}</strong> <span class="quiet">${[file.contentType, size(file.bytes)].filter(Boolean).join(' · ')}</span></span>
      ${file.state === 'stored' ? html`<button class="small" @click=${() => get(file)}>${icon('save')}${t('files.save')}<span class="hidden"> ${name}</span></button>` : html`<span class="chip">${t(`files.${file.state}`)}</span>`}</li>`;
  })}</ul></div>`;
}

/** Hands the browser a file to keep; never shown in this page. */
export async function save(/** @type {Response} */ answer, /** @type {string} */ name) {
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
