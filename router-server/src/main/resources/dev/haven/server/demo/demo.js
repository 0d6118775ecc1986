'use strict';

/* Shows the demo's state, asked for once a second. Numbers, ids and codes come in; the words for
   them stand here, in both languages. Writes text only, never markup. */

const WORDS = {
  en: {
    title: 'Haven at work',
    note: 'Simulated people and navigators. Nobody here is real.',
    pause: 'Pause', go: 'Continue', other: 'Español',
    tiers: 'Waiting, most urgent first', times: 'Time to first offer',
    timesNote: 'Over the last thousand contacts, with those who had to wait.',
    offers: 'Offers', channels: 'Arrived by', doors: 'Acknowledged at the doors',
    navigators: 'Navigators', decisions: 'Last decisions',
    lost: 'The node does not answer. Trying again every second.', paused: 'Paused.',
    crisis: 'Crisis', urgent_medical: 'Urgent medical', high_distress: 'High distress',
    elevated: 'Elevated', routine: 'Routine',
    oldest: 'oldest', arrived: 'arrived', accepted: 'accepted', rejected: 'rejected',
    timeout: 'timed out', rescinded: 'rescinded', canceled: 'canceled', lost_offer: 'lost',
    taken: 'accepted', offered: 'offered', closed: 'closed', p50: 'half within', p95: '95 of 100 within',
    phone: 'Phone', chat: 'Chat', sms: 'SMS', fax: 'Fax', email: 'Email', mail: 'Mail',
    available: 'available', unavailable: 'not available', break: 'on a break',
    next: 'next', away: 'not connected', contacts: 'contacts', contact: 'contact', load: 'load',
    repaired: 'found only by the sweep',
  },
  es: {
    title: 'Haven en acción',
    note: 'Personas y navegadores simulados. Nadie aquí es real.',
    pause: 'Pausa', go: 'Seguir', other: 'English',
    tiers: 'En espera, lo más urgente primero', times: 'Tiempo hasta la primera oferta',
    timesNote: 'En los últimos mil contactos, incluidos los que tuvieron que esperar.',
    offers: 'Ofertas', channels: 'Llegaron por', doors: 'Recibidos en las puertas',
    navigators: 'Navegadores', decisions: 'Últimas decisiones',
    lost: 'El nodo no responde. Se intenta de nuevo cada segundo.', paused: 'En pausa.',
    crisis: 'Crisis', urgent_medical: 'Urgencia médica', high_distress: 'Angustia alta',
    elevated: 'Elevado', routine: 'Rutina',
    oldest: 'más antiguo', arrived: 'llegaron', accepted: 'aceptadas', rejected: 'rechazadas',
    timeout: 'vencidas', rescinded: 'retiradas', canceled: 'canceladas', lost_offer: 'perdidas',
    taken: 'aceptados', offered: 'ofrecido', closed: 'cerrado', p50: 'la mitad en', p95: '95 de 100 en',
    phone: 'Teléfono', chat: 'Chat', sms: 'SMS', fax: 'Fax', email: 'Correo electrónico',
    mail: 'Correo postal',
    available: 'disponible', unavailable: 'no disponible', break: 'en descanso',
    next: 'después', away: 'sin conexión', contacts: 'contactos', contact: 'contacto',
    load: 'carga', repaired: 'hallados solo por la revisión',
  },
};

/* In a decision the thing that was accepted is one contact, not a count of offers. */
const DONE = {
  en: { accepted: 'accepted', rejected: 'rejected', timeout: 'timed out', rescinded: 'rescinded',
    canceled: 'canceled', lost: 'desktop lost' },
  es: { accepted: 'aceptado', rejected: 'rechazado', timeout: 'venció', rescinded: 'retirado',
    canceled: 'cancelado', lost: 'escritorio perdido' },
};

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false };

let language = 'en';
let paused = false;
let last = null;

const by = (id) => document.getElementById(id);
const word = (key) => WORDS[language][key] ?? key;

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/* The child of that key, made when it is not there yet. */
function row(parent, key, build) {
  for (const child of parent.children) {
    if (child.dataset.key === key) return child;
  }
  const child = build();
  child.dataset.key = key;
  parent.append(child);
  return child;
}

function bar(className) {
  const outer = make('div', 'bar');
  outer.setAttribute('aria-hidden', 'true');
  outer.append(make('span', className));
  return outer;
}

function seconds(n) {
  if (n < 60) return `${n} s`;
  if (n < 3600) return `${Math.floor(n / 60)} min ${n % 60} s`;
  return `${Math.floor(n / 3600)} h ${Math.floor((n % 3600) / 60)} min`;
}

function milliseconds(n) {
  if (n === null) return '–';
  if (n < 1000) return `${n.toLocaleString(language, { maximumFractionDigits: 2 })} ms`;
  return `${(n / 1000).toLocaleString(language, { maximumFractionDigits: 1 })} s`;
}

function showTiers(tiers) {
  const most = Math.max(10, ...tiers.map((t) => t.waiting));
  for (const t of tiers) {
    const li = row(by('tiers'), t.tier, () => {
      const made = make('li', 'tier');
      made.append(make('span', `name ${t.tier}`), bar(t.tier), make('span', 'count'),
        make('span', 'more'));
      return made;
    });
    const [name, line, count, more] = li.children;
    put(name, word(t.tier));
    line.firstChild.style.width = `${(100 * t.waiting) / most}%`;
    put(count, t.waiting.toLocaleString(language));
    put(more, (t.waiting > 0 ? `${word('oldest')} ${seconds(t.oldestSeconds)} · ` : '')
      + `${word('arrived')} ${t.arrived.toLocaleString(language)} · `
      + `${word('taken')} ${t.accepted.toLocaleString(language)}`);
  }
}

function showNumbers(id, pairs) {
  const list = by(id);
  for (const [key, name, value] of pairs) {
    const dt = row(list, `${key}-name`, () => make('dt'));
    const dd = row(list, key, () => make('dd'));
    put(dt, name);
    put(dd, value);
  }
}

function showNavigators(navigators) {
  const list = by('navigators');
  const known = new Set(navigators.map((n) => n.id));
  for (const child of [...list.children]) {
    if (!known.has(child.dataset.key)) child.remove();
  }
  for (const n of navigators) {
    const li = row(list, n.id, () => {
      const made = make('li', 'navigator');
      const name = make('span');
      name.append(make('span', 'name'), make('span', 'more'));
      made.append(name, bar('load'), make('span', 'more'));
      return made;
    });
    const [name, load, doing] = li.children;
    put(name.firstChild, n.id);
    put(name.lastChild, ` ${n.languages.join(' ')}`);
    load.firstChild.style.width = `${Math.min(100, n.load)}%`;
    const next = n.nextActivity === null ? '' : ` (${word('next')}: ${word(n.nextActivity)})`;
    const activity = n.connected ? word(n.activity) + next : word('away');
    put(doing, `${activity} · ${n.contacts} ${word(n.contacts === 1 ? 'contact' : 'contacts')} · `
      + `${word('load')} ${n.load}`);
  }
}

function showDecisions(decisions) {
  by('decisions').replaceChildren(...decisions.map((d) => {
    const li = make('li', 'decision');
    const time = make('time', '', new Date(d.at).toLocaleTimeString(language, CLOCK));
    time.dateTime = d.at;
    const what = make('span');
    what.append(make('strong', '', DONE[language][d.what] ?? word(d.what)));
    if (d.tier !== null) what.append(' · ', make('span', d.tier, word(d.tier)));
    if (d.channel !== null) what.append(` · ${word(d.channel)}`);
    if (d.navigator !== '') what.append(` · ${d.navigator}`);
    li.append(time, what, make('span'), make('code', '', d.contact + (d.code ? ` ${d.code}` : '')));
    return li;
  }));
}

function show(state) {
  showTiers(state.tiers);
  showNumbers('times', [
    ['p50', word('p50'), milliseconds(state.timeToOffer.p50Ms)],
    ['p95', word('p95'), milliseconds(state.timeToOffer.p95Ms)],
    ['repaired', word('repaired'), String(state.repaired)],
  ]);
  showNumbers('offers', Object.entries(state.offers)
    .map(([k, n]) => [k, word(k === 'lost' ? 'lost_offer' : k), n.toLocaleString(language)]));
  showNumbers('channels', Object.entries(state.channels)
    .map(([k, n]) => [k, word(k), n.toLocaleString(language)]));
  showNumbers('doors', Object.entries(state.doors)
    .map(([k, n]) => [k, k, n.toLocaleString(language)]));
  showNavigators(state.navigators);
  showDecisions(state.decisions);
}

function translate() {
  document.documentElement.lang = language;
  document.title = word('title');
  for (const element of document.querySelectorAll('[data-t]')) {
    put(element, word(element.dataset.t));
  }
  put(by('pause'), word(paused ? 'go' : 'pause'));
  put(by('language'), word('other'));
  by('language').lang = language === 'en' ? 'es' : 'en';
  put(by('status'), paused ? word('paused') : '');
  if (last !== null) show(last);
}

async function ask() {
  if (!paused && !document.hidden) {
    try {
      const answer = await fetch('/demo/state', { cache: 'no-store' });
      if (!answer.ok) throw new Error(String(answer.status));
      last = await answer.json();
      if (!paused) {
        put(by('status'), '');
        show(last);
      }
    } catch {
      put(by('status'), word('lost'));
    }
  }
  setTimeout(ask, 1000);
}

function remember() {
  try {
    localStorage.setItem('haven-demo-language', language);
  } catch {
    // A browser that keeps nothing begins in its own language next time.
  }
}

function begin() {
  let kept = null;
  try {
    kept = localStorage.getItem('haven-demo-language');
  } catch {
    // As above.
  }
  language = kept === 'en' || kept === 'es' ? kept : (navigator.language.startsWith('es') ? 'es' : 'en');
  by('language').addEventListener('click', () => {
    language = language === 'en' ? 'es' : 'en';
    remember();
    translate();
  });
  by('pause').addEventListener('click', () => {
    paused = !paused;
    translate();
  });
  translate();
  ask();
}

begin();
