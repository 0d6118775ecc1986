// @ts-check
/**
 * What a navigator typed and has not sent: kept at every keystroke under the engagement, so that a
 * reload, a crash or a sleeping laptop loses nothing; removed when the engagement ends.
 */
const PREFIX = 'haven.draft.';
const LIFE_MS = 24 * 3600 * 1000;

export function draft(/** @type {string} */ engagementId, /** @type {string} */ field) {
  return read(engagementId)[field] ?? '';
}

export function keep(/** @type {string} */ engagementId, /** @type {string} */ field, /** @type {string} */ value) {
  const all = { ...read(engagementId), [field]: value, at: Date.now() };
  if (Object.entries(all).some(([name, kept]) => name !== 'at' && kept)) {
    localStorage.setItem(PREFIX + engagementId, JSON.stringify(all));
  } else {
    drop(engagementId);
  }
}

export function drop(/** @type {string} */ engagementId) {
  localStorage.removeItem(PREFIX + engagementId);
}

/** Drafts of engagements that ended while nobody looked. */
export function tidy(/** @type {(engagementId: string) => boolean} */ isOpen) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) {
      const id = key.slice(PREFIX.length);
      if (!isOpen(id) && Date.now() - (read(id).at ?? 0) > LIFE_MS) {
        drop(id);
      }
    }
  }
}

/** On a shared computer nothing stays behind. */
export function dropAll() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) {
      localStorage.removeItem(key);
    }
  }
}

/** @returns {Record<string, any>} */
function read(/** @type {string} */ engagementId) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + engagementId) ?? '{}');
  } catch {
    return {};
  }
}

/**
 * A form of an engagement: its fields are as they were given until somebody types, then as typed, a
 * cleared one too.
 *
 * @param {string} engagementId
 * @param {string} name of the form
 * @param {Record<string, string>} given every field of it
 */
export function form(engagementId, name, given) {
  const touched = () => draft(engagementId, `${name}.touched`) !== '';
  const all = (/** @type {(field: string) => string} */ value, /** @type {string} */ mark) => {
    Object.keys(given).forEach((field) => keep(engagementId, `${name}.${field}`, value(field)));
    keep(engagementId, `${name}.touched`, mark);
  };
  return {
    value: (/** @type {string} */ field) => (touched() ? draft(engagementId, `${name}.${field}`) : given[field]),
    write: (/** @type {string} */ field, /** @type {string} */ value) => {
      if (!touched()) {
        all((one) => given[one], '1');
      }
      keep(engagementId, `${name}.${field}`, value);
    },
    clear: () => all(() => '', ''),
  };
}
