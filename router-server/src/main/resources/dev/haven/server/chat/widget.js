// Haven's chat. A site embeds it with
//   <script type="module" src="https://HOST/chat/ENDPOINT/widget.js"></script>
// and may place <haven-chat> where it wants it; else it sits in the corner. SITE stands above, written by the server.

const WORDS = {
  en: {
    open: 'Open chat', close: 'Close chat', crisis: 'In danger now?', log: 'Messages', label: 'Your message', send: 'Send',
    you: 'You', them: 'Navigator', end: 'End chat', endSure: 'End it now?', ended: 'You ended this chat.',
    language: 'Idioma: español', connecting: 'Connecting…', offline: 'No connection. What you write is kept and sent later.',
    new: 'Write to us. A person will answer.', waiting: 'You are in line. A person will answer here.',
    place: (n) => `You are number ${n} in line.`, wait: (m) => ` About ${m} min.`,
    connected: 'You are talking with a navigator.', closed: 'This chat is closed. Write again if you need us.',
    pending: 'waiting to be sent', sent: 'sent', tooLong: 'This message is too long.',
    tooFast: 'That was a lot at once. One moment…',
  },
  es: {
    open: 'Abrir el chat', close: 'Cerrar el chat', crisis: '¿Está en peligro ahora?', log: 'Mensajes', label: 'Su mensaje',
    send: 'Enviar', you: 'Usted', them: 'Navegador', end: 'Terminar el chat', endSure: '¿Terminar ahora?',
    ended: 'Usted terminó este chat.', language: 'Language: English', connecting: 'Conectando…',
    offline: 'Sin conexión. Lo que escriba se guarda y se envía después.', new: 'Escríbanos. Le responderá una persona.',
    waiting: 'Está en la fila. Una persona le responderá aquí.', place: (n) => `Es el número ${n} en la fila.`,
    wait: (m) => ` Unos ${m} min.`, connected: 'Está hablando con un navegador.',
    closed: 'Este chat está cerrado. Escriba de nuevo si nos necesita.', pending: 'por enviar', sent: 'enviado',
    tooLong: 'Este mensaje es demasiado largo.', tooFast: 'Fue mucho a la vez. Un momento…',
  },
};

const STYLE = `
:host { --ink: #1a1a1a; --paper: #fff; --soft: #eef1f5; --edge: #6b7280; --act: #0b4f8a; --act-ink: #fff; --alarm: #8a1c0b;
  font: 16px/1.5 system-ui, sans-serif; color: var(--ink); box-sizing: border-box; }
@media (prefers-color-scheme: dark) { :host { --ink: #f2f2f2; --paper: #16181c; --soft: #262a31; --edge: #9aa3b0; --act: #8cc4ff;
  --act-ink: #10141a; --alarm: #ffb4a6; } }
* { box-sizing: border-box; }
button, textarea { font: inherit; color: inherit; }
button { min-height: 44px; min-width: 44px; padding: .4rem .8rem; border: 1px solid var(--edge); border-radius: .5rem;
  background: var(--paper); cursor: pointer; }
button.act { background: var(--act); color: var(--act-ink); border-color: var(--act); font-weight: 600; }
button:focus-visible, textarea:focus-visible, a:focus-visible, .log:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
.launcher { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; }
.panel { display: flex; flex-direction: column; background: var(--paper); border: 1px solid var(--edge); border-radius: .75rem;
  overflow: hidden; }
:host(:not([page])) .panel { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483001; width: min(24rem, calc(100vw - 2rem));
  height: min(36rem, calc(100vh - 2rem)); }
:host([page]) .panel { flex: 1; width: 100%; max-width: 48rem; margin: 0 auto; border-width: 0 1px; border-radius: 0; min-height: 0; }
[hidden] { display: none !important; }
header { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; padding: .5rem .75rem; border-bottom: 1px solid var(--edge); }
h1, h2 { font-size: 1.1rem; margin: 0; flex: 1 1 8rem; }
.crisis { padding: .4rem .75rem; background: var(--soft); max-height: 30%; overflow: auto; flex: none; }
.crisis strong { color: var(--alarm); }
.crisis ul { margin: 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: 0 1rem; }
.crisis a { color: inherit; display: inline-block; padding: .3rem 0; text-decoration: underline; }
.status { margin: 0; padding: .4rem .75rem; min-height: 2.3em; }
.log { flex: 1; min-height: 4rem; overflow: auto; padding: .5rem .75rem; }
.log p { margin: 0 0 .6rem; padding: .5rem .7rem; border-radius: .6rem; background: var(--soft); white-space: pre-wrap;
  overflow-wrap: anywhere; }
.log p.mine { margin-left: 12%; } .log p.theirs { margin-right: 12%; border: 1px solid var(--edge); background: var(--paper); }
.who { display: block; font-size: .85rem; font-weight: 600; } .mark { display: block; font-size: .85rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem; padding: .5rem .75rem .75rem; border-top: 1px solid var(--edge); }
label { flex: 1 0 100%; font-size: .9rem; }
textarea { flex: 1 1 10rem; min-height: 3.2rem; max-height: 8rem; padding: .4rem; border: 1px solid var(--edge); border-radius: .5rem;
  background: var(--paper); resize: vertical; }
`;

const SHEET = new CSSStyleSheet();
SHEET.replaceSync(STYLE);

const KEY = 'haven-chat ' + SITE.id;
const QUIET_MS = 50000;
const MOST_KEPT = 50;

/** What stays over a reload: session, language, and what is not sent yet. A browser may refuse to keep anything. */
class Memory {
  constructor() {
    this.kept = { token: null, lang: null, outbox: [] };
    try {
      this.area = SITE.rememberTab ? sessionStorage : localStorage;
      Object.assign(this.kept, JSON.parse(this.area.getItem(KEY) || '{}'));
    } catch { this.area = null; }
  }
  save() {
    try { if (this.area) this.area.setItem(KEY, JSON.stringify(this.kept)); } catch { /* it stays in this page only */ }
  }
  forget() {
    this.kept = { token: null, lang: this.kept.lang, outbox: [] };
    this.save();
  }
}

/** The socket: comes again by itself, with growing pauses of random length, and sends again what was not acknowledged. */
class Line {
  constructor(memory, on) {
    this.memory = memory;
    this.on = on;
    this.after = null;
    this.tries = 0;
    this.url = new URL('socket', import.meta.url);
    this.url.protocol = this.url.protocol === 'http:' ? 'ws:' : 'wss:';
    addEventListener('online', () => this.soon(0));
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.soon(0); });
    setInterval(() => this.beat(), 20000);
  }
  soon(ms) {
    if (this.socket) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), ms);
  }
  connect() {
    if (this.socket) return;
    const socket = new WebSocket(this.url, 'haven.chat.v1');
    this.socket = socket;
    this.heard = Date.now();
    socket.onopen = () => {
      const data = {};
      if (this.memory.kept.token) data.token = this.memory.kept.token;
      if (this.after) data.after = this.after;
      this.write('hello', data);
    };
    socket.onmessage = (event) => {
      if (socket !== this.socket) return;
      this.heard = Date.now();
      this.frame(JSON.parse(event.data));
    };
    socket.onclose = (event) => {
      if (socket !== this.socket) return;
      this.socket = null;
      this.ready = false;
      this.on.line(false);
      let least = 0;
      try { least = JSON.parse(event.reason).retryAfterMs || 0; } catch { /* no reason given */ }
      const most = Math.min(30000, 500 * 2 ** this.tries++);
      this.soon(Math.max(least, Math.random() * most));
    };
  }
  beat() {
    if (!this.socket) return;
    if (Date.now() - this.heard > QUIET_MS) this.socket.close();
    else if (this.ready) this.write('ping', {});
  }
  write(type, data, id) {
    if (this.socket && this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify({ type, id: id || newId(), data }));
    }
  }
  frame({ type, id, data }) {
    const kept = this.memory.kept;
    if (type === 'welcome') {
      if (kept.token && kept.token !== data.token) this.on.anew();
      kept.token = data.token;
      this.memory.save();
      this.ready = true;
      this.tries = 0;
      this.on.line(true);
      kept.outbox.forEach((m) => this.post(m));
    } else if (type === 'message') {
      this.after = data.contactId + ':' + data.n;
      this.on.message(data);
    } else if (type === 'notice') {
      this.on.notice(data);
    } else if (type === 'status') {
      this.on.status(data);
    } else if (type === 'ack') {
      this.sent(id);
    } else if (type === 'error') {
      if (data.code === 'unavailable') setTimeout(() => this.again(id), 2000);
      else if (data.code === 'bad-message') this.sent(id);
    }
  }
  sent(id) {
    const kept = this.memory.kept;
    if (!kept.outbox.some((m) => m.id === id)) return;
    kept.outbox = kept.outbox.filter((m) => m.id !== id);
    this.memory.save();
    this.on.sent(id);
  }
  again(id) {
    const message = this.memory.kept.outbox.find((m) => m.id === id);
    if (message && this.ready) this.post(message);
  }
  post({ id, text, language }) {
    this.write('message', language ? { text, language } : { text }, id);
  }
  say(text, language) {
    const message = { id: newId(), text, language };
    this.memory.kept.outbox.push(message);
    this.memory.save();
    if (this.ready) this.post(message); else this.soon(0);
    return message;
  }
  leave() {
    this.write('leave', {});
    this.memory.forget();
    this.after = null;
    const socket = this.socket;
    this.socket = null;
    this.ready = false;
    if (socket) setTimeout(() => socket.close(1000), 500);
  }
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

class HavenChat extends HTMLElement {
  connectedCallback() {
    if (this.panel) return;
    this.memory = new Memory();
    this.chosen = this.memory.kept.lang;
    this.tongue = this.chosen || ((navigator.language || 'en').toLowerCase().startsWith('es') ? 'es' : 'en');
    this.bubbles = [];
    this.up = null;
    this.last = null;
    this.build();
    this.line = new Line(this.memory, {
      line: (up) => { this.up = up; this.tell(); },
      status: (status) => { this.last = status; this.notice = null; this.tell(); },
      message: (message) => this.received(message),
      sent: (id) => this.marked(id),
      notice: ({ text }) => this.paint(this.bubble('site', text)),
      anew: () => this.clear(),
    });
    this.memory.kept.outbox.forEach((m) => this.mine(m));
    this.words();
    if (this.hasAttribute('page')) this.show(false);
    else if (this.memory.kept.token) this.line.soon(0);
  }

  build() {
    const page = this.hasAttribute('page');
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [SHEET];
    this.launcher = el('button', { type: 'button', class: 'launcher act', 'aria-expanded': 'false' });
    this.launcher.hidden = page;
    this.heading = el(page ? 'h1' : 'h2', { id: 'title' });
    this.switch = el('button', { type: 'button', class: 'language' });
    this.closer = el('button', { type: 'button', class: 'close' }, '×');
    this.closer.hidden = page;
    this.crisis = el('div', { class: 'crisis' });
    this.status = el('p', { class: 'status', role: 'status' });
    this.log = el('div', { class: 'log', role: 'log', 'aria-live': 'polite', tabindex: '0' });
    this.label = el('label', { for: 'text' });
    this.text = el('textarea', { id: 'text', rows: '2', maxlength: String(SITE.maxText), autocomplete: 'off' });
    this.send = el('button', { type: 'submit', class: 'act' });
    this.ender = el('button', { type: 'button', class: 'end' });
    this.form = el('form', {}, this.label, this.text, this.send, this.ender);
    this.panel = el('section', { class: 'panel', role: 'region', 'aria-labelledby': 'title' },
      el('header', {}, this.heading, this.switch, this.closer), this.crisis, this.status, this.log, this.form);
    this.panel.hidden = !page;
    root.append(this.launcher, this.panel);
    this.launcher.onclick = () => this.show(true);
    this.closer.onclick = () => this.hide();
    this.switch.onclick = () => {
      this.tongue = this.tongue === 'en' ? 'es' : 'en';
      this.chosen = this.memory.kept.lang = this.tongue;
      this.memory.save();
      this.words();
    };
    this.ender.onclick = () => this.end();
    this.ender.onblur = () => { this.sure = false; this.words(); };
    this.panel.onkeydown = (event) => { if (event.key === 'Escape' && !page) this.hide(); };
    this.text.onkeydown = (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.form.requestSubmit();
      }
    };
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
  }

  show(focus) {
    this.panel.hidden = false;
    this.launcher.hidden = true;
    this.launcher.setAttribute('aria-expanded', 'true');
    this.line.soon(0);
    if (focus) this.text.focus();
  }

  hide() {
    this.panel.hidden = true;
    this.launcher.hidden = false;
    this.launcher.setAttribute('aria-expanded', 'false');
    this.launcher.focus();
  }

  submit() {
    const text = this.text.value.trim();
    if (!text) return;
    if (this.memory.kept.outbox.length >= MOST_KEPT) { this.notice = 'tooFast'; this.tell(); return; }
    this.notice = null;
    this.text.value = '';
    this.mine(this.line.say(text, this.chosen || undefined));
    this.tell();
    this.text.focus();
  }

  end() {
    if (!this.sure) {
      this.sure = true;
      this.words();
      return;
    }
    this.sure = false;
    this.line.leave();
    this.clear();
    this.last = null;
    this.notice = 'ended';
    this.words();
    this.text.focus();
  }

  clear() {
    this.bubbles = [];
    this.log.replaceChildren();
    this.memory.kept.outbox.forEach((m) => this.mine(m));
  }

  bubble(from, text) {
    const who = el('span', { class: 'who' });
    const mark = el('span', { class: 'mark' });
    const node = el('p', { class: from === 'person' ? 'mine' : 'theirs' }, who, text, mark);
    this.log.append(node);
    this.log.scrollTop = this.log.scrollHeight;
    const bubble = { from, text, node, who, mark };
    this.bubbles.push(bubble);
    return bubble;
  }

  mine({ id, text }) {
    const bubble = this.bubble('person', text);
    Object.assign(bubble, { id, pending: true, unseen: true });
    this.paint(bubble);
  }

  /** Our own words come back as the contact has them: they are those we show already. */
  received({ from, text }) {
    if (from === 'person') {
      const own = this.bubbles.find((b) => b.unseen && b.text === text);
      if (own) {
        own.unseen = false;
        own.pending = false;
        this.paint(own);
        return;
      }
    }
    const bubble = this.bubble(from, text);
    this.paint(bubble);
    // What is not sent yet stays at the end.
    this.bubbles.filter((b) => b.pending).forEach((b) => this.log.append(b.node));
  }

  marked(id) {
    const bubble = this.bubbles.find((b) => b.id === id);
    if (bubble) {
      bubble.pending = false;
      this.paint(bubble);
    }
  }

  paint(bubble) {
    const w = WORDS[this.tongue];
    bubble.who.textContent = bubble.from === 'person' ? w.you : bubble.from === 'site' ? SITE.title[this.tongue] : w.them;
    bubble.mark.textContent = bubble.from !== 'person' ? '' : bubble.pending ? w.pending : w.sent;
  }

  tell() {
    const w = WORDS[this.tongue];
    const status = this.last || { state: 'new' };
    let said = w[status.state];
    if (status.state === 'waiting' && status.position) {
      said = w.place(status.position);
      if (status.estimatedWaitSeconds) said += w.wait(Math.max(1, Math.round(status.estimatedWaitSeconds / 60)));
    }
    if (this.notice) said = w[this.notice];
    else if (this.up === null) said = this.last ? said : w.new;
    else if (!this.up) said = navigator.onLine === false || this.line.tries > 1 ? w.offline : w.connecting;
    if (this.status.textContent !== said) this.status.textContent = said;
    this.ender.hidden = !this.bubbles.length;
  }

  words() {
    const w = WORDS[this.tongue];
    this.panel.lang = this.launcher.lang = this.tongue;
    if (this.hasAttribute('page')) {
      document.documentElement.lang = this.tongue;
      document.title = SITE.title[this.tongue];
    }
    this.heading.textContent = SITE.title[this.tongue];
    this.launcher.textContent = w.open;
    this.closer.setAttribute('aria-label', w.close);
    this.switch.textContent = w.language;
    this.switch.lang = this.tongue === 'en' ? 'es' : 'en';
    this.log.setAttribute('aria-label', w.log);
    this.label.textContent = w.label;
    this.send.textContent = w.send;
    this.ender.textContent = this.sure ? w.endSure : w.end;
    const resources = SITE.crisis[this.tongue].length ? SITE.crisis[this.tongue] : SITE.crisis.en;
    this.crisis.hidden = !resources.length;
    this.crisis.replaceChildren(el('strong', {}, w.crisis),
      el('ul', {}, ...resources.map((r) => el('li', {}, el('a', { href: r.href }, r.label)))));
    this.bubbles.forEach((b) => this.paint(b));
    this.tell();
  }
}

if (!customElements.get('haven-chat')) {
  customElements.define('haven-chat', HavenChat);
  const place = () => { if (!document.querySelector('haven-chat')) document.body.append(document.createElement('haven-chat')); };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', place); else place();
}
