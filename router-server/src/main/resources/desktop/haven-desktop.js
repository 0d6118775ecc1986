// @ts-check
/**
 * Haven's desktop connection for browsers: one navigator, one WebSocket that comes back by itself.
 * It buys a one-time ticket with the navigator's token, says hello, keeps what the snapshot and the
 * frames tell in order, repairs gaps, and keeps every command until it is answered.
 *
 * It needs nothing else: one file, an ES module. Described in docs/desktop-client.md; the frames in
 * /api/asyncapi.yaml.
 *
 * @typedef {{type: string, id?: string, seq?: number, at: string, data: any}} Frame
 *
 * @typedef {'idle' | 'connecting' | 'online' | 'waiting' | 'elsewhere' | 'signed_out' | 'refused'} State
 *   idle: not asked to connect. connecting: on the way. online: the snapshot is here. waiting: lost,
 *   tries again by itself. elsewhere: a newer desktop of this navigator took over; connect() takes it
 *   back. signed_out: the token is no good any more. refused: this token may not have a desktop.
 *
 * @typedef {object} Options
 * @property {string} [url] where Haven is; the page's own origin when it is missing
 * @property {(again: boolean) => string | null | Promise<string | null>} token gives the bearer
 *   token; asked with true when the last one was refused; null means signed out
 * @property {string} [activity] what to be doing after the first hello; as before when it is missing
 * @property {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} [storage] keeps unanswered commands
 *   over a reload; sessionStorage fits
 * @property {string} [storageKey] under this name
 * @property {number} [pingMs] how often the node is asked whether it is there, 10000
 * @property {number} [pongWithinMs] and how long that may take, 5000
 * @property {() => number} [random] 0 to 1, spreads reconnects
 */

const PROTOCOL = 'haven.desktop.v1';
const TICK_MS = 1000;
const SLEPT_MS = 4000;
const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 15000;
const MOST_UNANSWERED = 200;
const MOST_REPEATS = 5;
const NORMAL = 1000;
const RESTART = 1012;
const SIGN_IN_AGAIN = 4401;
const NOT_ALLOWED = 4403;
const ELSEWHERE = 4409;

/** A command that was not done. `code` is stable, `message` a sentence for people who build on it. */
export class HavenError extends Error {
  /**
   * @param {string} code
   * @param {string} detail
   */
  constructor(code, detail) {
    super(detail);
    this.name = 'HavenError';
    this.code = code;
  }
}

const FILLED = /\{(person|contact|channel|language|queue)\}/g;

/**
 * The page of another system that belongs to a contact, from a URL template with {person}, {contact},
 * {channel}, {language} and {queue}. What is filled in is encoded, and the host is not theirs to change.
 *
 * @param {string} template
 * @param {string[]} hosts where it may lead
 * @param {{id: string, channel: string, language: string, queue: string, person: {id: string | null} | null}} contact
 * @returns {string | null} null when it may not be opened, or a person is asked for and nobody knows who it is
 */
export function screenPop(template, hosts, contact) {
  const known = { person: contact.person?.id, contact: contact.id, channel: contact.channel, language: contact.language, queue: contact.queue };
  let complete = true;
  const filled = template.replace(FILLED, (_, name) => {
    complete &&= Boolean(known[name]);
    return encodeURIComponent(known[name] ?? '');
  });
  try {
    const url = new URL(filled);
    return complete && ['https:', 'http:'].includes(url.protocol) && hosts.includes(url.hostname) && !url.username ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * Events: `state` ({detail: {state, retryInMs}}), `frame` ({detail: Frame}) for every frame, and one
 * named as its type for each frame but ack, error and pong. Frames of one state arrive once and in
 * order; after a gap or a reconnect a `snapshot` replaces everything known before.
 */
export class HavenDesktop extends EventTarget {
  /** @param {Options} options */
  constructor(options) {
    super();
    this.options = { pingMs: 10000, pongWithinMs: 5000, random: Math.random, storageKey: 'haven.unanswered', ...options };
    /** @type {State} */
    this.state = 'idle';
    this.sessionId = '';
    this.lastSeq = 0;
    /** @type {Map<string, {type: string, data: object, repeats: number, resolve: Function, reject: Function, done: Promise<void>}>} */
    this.unanswered = new Map();
    /** @type {WebSocket | null} */
    this.socket = null;
    this.attempts = 0;
    this.generation = 0;
    this.helloUnderWay = false;
    this.pingSentAt = 0;
    this.lastHeardAt = 0;
    this.lastTickAt = Date.now();
    this.firstActivity = options.activity;
    this.wakeUp = () => this.#check();
    this.#recall();
  }

  /** Connects, or takes over from the desktop that took over from this one. */
  connect() {
    if (this.socket || this.state === 'connecting') {
      return;
    }
    clearTimeout(this.retry);
    if (!this.ticker) {
      this.ticker = setInterval(() => this.#tick(), TICK_MS);
      globalThis.addEventListener?.('online', this.wakeUp);
      globalThis.document?.addEventListener('visibilitychange', this.wakeUp);
    }
    this.#open();
  }

  /** Signs out: pending offers return at once. Unanswered commands are given up. */
  close() {
    this.generation++;
    clearTimeout(this.retry);
    clearInterval(this.ticker);
    this.ticker = undefined;
    globalThis.removeEventListener?.('online', this.wakeUp);
    globalThis.document?.removeEventListener('visibilitychange', this.wakeUp);
    this.socket?.close(NORMAL);
    this.socket = null;
    this.#giveUp(new HavenError('closed', 'The desktop was closed.'));
    this.#become('idle');
  }

  /**
   * Sends a command, now or when the connection is back, and again after a reconnect until it is
   * answered. The same command is never done twice: its id stays the same.
   *
   * @param {string} type such as `offer.accept`
   * @param {object} data as in /api/asyncapi.yaml
   * @returns {Promise<void>} fulfilled by ack, rejected with a HavenError
   */
  send(type, data) {
    if (this.unanswered.size >= MOST_UNANSWERED) {
      return Promise.reject(new HavenError('too-many-unanswered', 'Too many commands wait for an answer.'));
    }
    const id = newId();
    const done = this.#remember(id, type, data);
    this.#keep();
    if (this.state === 'online') {
      this.#write({ type, id, data });
    }
    return done;
  }

  /** @param {string} activity such as `available` */
  setActivity(activity) { return this.send('activity.set', { activity }); }
  /** @param {string} offerId */
  accept(offerId) { return this.send('offer.accept', { offerId }); }
  /** @param {string} offerId @param {string} reason a code */
  reject(offerId, reason) { return this.send('offer.reject', { offerId, reason }); }
  /** @param {string} engagementId @param {string} text */
  message(engagementId, text) { return this.send('engagement.message', { engagementId, text }); }
  /** @param {string} engagementId */
  hold(engagementId) { return this.send('engagement.hold', { engagementId }); }
  /** Switches the microphone off in a call, until `resume`. @param {string} engagementId */
  mute(engagementId) { return this.send('engagement.mute', { engagementId }); }
  /** @param {string} engagementId */
  resume(engagementId) { return this.send('engagement.resume', { engagementId }); }
  /** @param {string} engagementId */
  park(engagementId) { return this.send('engagement.park', { engagementId }); }
  /** @param {string} engagementId @param {{navigator: string} | {queue: string}} to @param {'cold' | 'warm'} mode */
  transfer(engagementId, to, mode = 'cold') { return this.send('engagement.transfer', { engagementId, to, mode }); }
  /** @param {string} engagementId @param {{navigator: string} | {queue: string}} to */
  consult(engagementId, to) { return this.send('engagement.consult', { engagementId, to }); }
  /** Calls an interpreter to a call. @param {string} engagementId @param {string} [language] the person's unless given */
  interpreter(engagementId, language) { return this.send('engagement.interpreter', { engagementId, ...(language ? { language } : {}) }); }
  /** @param {string} engagementId */
  conference(engagementId) { return this.send('engagement.conference', { engagementId }); }
  /** @param {string} engagementId */
  takeBack(engagementId) { return this.send('engagement.take_back', { engagementId }); }
  /** What the person is not sent. @param {string} engagementId @param {string} text */
  note(engagementId, text) { return this.send('engagement.message', { engagementId, text, to: 'navigator' }); }
  /** @param {string} engagementId */
  finish(engagementId) { return this.send('engagement.finish', { engagementId }); }
  /** @param {string} engagementId @param {string} disposition a code @param {string} notes */
  complete(engagementId, disposition, notes = '') {
    return this.send('engagement.complete', { engagementId, disposition, notes });
  }

  async #open() {
    const generation = ++this.generation;
    const base = new URL(this.options.url ?? '/', globalThis.location?.href);
    this.#become('connecting');
    let ticket;
    try {
      ticket = await this.#ticket(base);
    } catch (e) {
      if (generation === this.generation) {
        this.#failed(e);
      }
      return;
    }
    if (generation !== this.generation) {
      return;
    }
    const address = new URL('desktop', base);
    address.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
    address.search = `?ticket=${ticket}`;
    const socket = new WebSocket(address, [PROTOCOL]);
    this.socket = socket;
    socket.onopen = () => {
      this.lastHeardAt = Date.now();
      this.#hello();
    };
    socket.onmessage = (event) => {
      if (socket === this.socket) {
        this.#heard(JSON.parse(event.data));
      }
    };
    socket.onclose = (event) => {
      if (socket === this.socket) {
        this.socket = null;
        this.#closed(event.code, event.reason);
      }
    };
  }

  /** @param {URL} base */
  async #ticket(base) {
    for (const again of [false, true]) {
      const token = await this.options.token(again);
      if (!token) {
        throw new HavenError('signed-out', 'There is no token.');
      }
      const answer = await fetch(new URL('api/v1/desktop-tickets', base), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        cache: 'no-store',
        signal: AbortSignal.timeout?.(10000),
      });
      if (answer.ok) {
        return (await answer.json()).ticket;
      }
      if (answer.status === 403) {
        throw new HavenError('role-forbidden', 'This token may not have a desktop.');
      }
      if (answer.status !== 401) {
        throw new Error(`the door answered ${answer.status}`);
      }
    }
    throw new HavenError('signed-out', 'The token was refused.');
  }

  #hello() {
    this.helloUnderWay = true;
    this.pingSentAt = 0;
    const data = { lastSeq: this.lastSeq };
    if (this.firstActivity) {
      Object.assign(data, { activity: this.firstActivity });
    }
    this.#write({ type: 'hello', id: newId(), data });
  }

  /** @param {Frame} frame */
  #heard(frame) {
    this.lastHeardAt = Date.now();
    switch (frame.type) {
      case 'welcome':
        this.sessionId = frame.data.sessionId;
        break;
      case 'snapshot':
        this.lastSeq = frame.seq ?? 0;
        this.helloUnderWay = false;
        this.firstActivity = undefined;
        break;
      case 'pong':
        this.pingSentAt = 0;
        if (frame.data.seq > this.lastSeq && !this.helloUnderWay) {
          this.#hello();
        }
        break;
      case 'ack':
      case 'error':
        this.#answered(frame);
        break;
      default:
        if (frame.seq) {
          if (frame.seq <= this.lastSeq) {
            return;
          }
          if (frame.seq > this.lastSeq + 1 && !this.helloUnderWay) {
            // Something in between was lost: the snapshot has it, and this frame too.
            this.#hello();
            return;
          }
          this.lastSeq = frame.seq;
        }
    }
    this.dispatchEvent(new CustomEvent('frame', { detail: frame }));
    if (!['ack', 'error', 'pong'].includes(frame.type)) {
      this.dispatchEvent(new CustomEvent(frame.type, { detail: frame }));
    }
    if (frame.type === 'snapshot' && this.state !== 'online') {
      this.attempts = 0;
      this.#become('online');
      for (const [id, command] of this.unanswered) {
        this.#write({ type: command.type, id, data: command.data });
      }
    }
  }

  /** @param {Frame} frame */
  #answered(frame) {
    const id = frame.id ?? '';
    const command = this.unanswered.get(id);
    if (!command) {
      if (frame.type === 'error' && frame.data.code === 'unavailable' && this.helloUnderWay) {
        setTimeout(() => this.socket && this.#hello(), 1000);
      }
      return;
    }
    if (frame.type === 'ack') {
      this.#forget(id);
      command.resolve();
      return;
    }
    const { code, detail } = frame.data;
    if (code === 'unavailable' && command.repeats++ < MOST_REPEATS) {
      setTimeout(() => {
        if (this.state === 'online' && this.unanswered.has(id)) {
          this.#write({ type: command.type, id, data: command.data });
        }
      }, 1000);
      return;
    }
    this.#forget(id);
    command.reject(new HavenError(code, detail));
  }

  /** @param {number} code @param {string} reason */
  #closed(code, reason) {
    this.helloUnderWay = false;
    if (code === ELSEWHERE) {
      this.#become('elsewhere');
    } else if (code === NOT_ALLOWED) {
      this.#become('refused');
    } else if (code === SIGN_IN_AGAIN || code === RESTART) {
      this.#retryIn(code === RESTART ? retryAfter(reason) : 0);
    } else {
      this.#retryIn(this.#backOff());
    }
  }

  /** @param {unknown} e */
  #failed(e) {
    if (e instanceof HavenError && e.code === 'signed-out') {
      this.#become('signed_out');
    } else if (e instanceof HavenError && e.code === 'role-forbidden') {
      this.#become('refused');
    } else {
      this.#retryIn(this.#backOff());
    }
  }

  #backOff() {
    const most = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(10, this.attempts++));
    return most * (0.5 + this.options.random() / 2);
  }

  /** @param {number} ms */
  #retryIn(ms) {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.#open(), ms);
    this.#become('waiting', ms);
  }

  /** A laptop that slept does not know it: the clock jumped. */
  #tick() {
    const now = Date.now();
    const slept = now - this.lastTickAt > SLEPT_MS;
    this.lastTickAt = now;
    if (slept) {
      this.#check();
    } else if (this.state === 'online') {
      if (this.pingSentAt && now - this.pingSentAt > this.options.pongWithinMs) {
        this.#drop();
      } else if (!this.pingSentAt && now - this.lastHeardAt > this.options.pingMs) {
        this.#ping();
      }
    }
  }

  /** The connection may be dead, or worth another try: find out now. */
  #check() {
    if (globalThis.document?.visibilityState === 'hidden') {
      return;
    }
    if (this.state === 'waiting') {
      clearTimeout(this.retry);
      this.#open();
    } else if (this.state === 'online' && !this.pingSentAt) {
      this.#ping();
    }
  }

  #ping() {
    this.pingSentAt = Date.now();
    this.#write({ type: 'ping', id: newId(), data: {} });
  }

  /** Does not wait for a close handshake that may never come. */
  #drop() {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.pingSentAt = 0;
    this.#closed(1006, '');
  }

  /** @param {object} frame */
  #write(frame) {
    if (this.socket?.readyState === 1) {
      this.socket.send(JSON.stringify(frame));
    }
  }

  /** @param {string} id @param {string} type @param {object} data */
  #remember(id, type, data) {
    /** @type {Function} */ let resolve = () => {};
    /** @type {Function} */ let reject = () => {};
    /** @type {Promise<void>} */
    const done = new Promise((yes, no) => { resolve = yes; reject = no; });
    this.unanswered.set(id, { type, data, repeats: 0, resolve, reject, done });
    return done;
  }

  /** @param {string} id */
  #forget(id) {
    this.unanswered.delete(id);
    this.#keep();
  }

  /** @param {HavenError} why */
  #giveUp(why) {
    for (const command of this.unanswered.values()) {
      command.done.catch(() => {});
      command.reject(why);
    }
    this.unanswered.clear();
    this.#keep();
  }

  #keep() {
    const { storage, storageKey } = this.options;
    if (!storage) {
      return;
    }
    if (this.unanswered.size === 0) {
      storage.removeItem(storageKey);
    } else {
      const kept = [...this.unanswered].map(([id, { type, data }]) => ({ id, type, data }));
      storage.setItem(storageKey, JSON.stringify(kept));
    }
  }

  /** What the last page of this tab did not get an answer to. */
  #recall() {
    const { storage, storageKey } = this.options;
    try {
      for (const { id, type, data } of JSON.parse(storage?.getItem(storageKey) ?? '[]')) {
        this.#remember(id, type, data).catch(() => {});
      }
    } catch {
      storage?.removeItem(storageKey);
    }
  }

  /** @param {State} state @param {number} [retryInMs] */
  #become(state, retryInMs) {
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: { state, retryInMs } }));
  }
}

/** @param {string} reason */
function retryAfter(reason) {
  try {
    return Math.min(60000, Math.max(0, Number(JSON.parse(reason).retryAfterMs) || 0));
  } catch {
    return 1000;
  }
}

/** 128 bit of chance in 36 characters: long enough for the node to know a repeat by it. */
function newId() {
  if (globalThis.crypto.randomUUID) {
    return globalThis.crypto.randomUUID();
  }
  return Array.from(globalThis.crypto.getRandomValues(new Uint8Array(18)), (b) => b.toString(16).padStart(2, '0')).join('');
}
