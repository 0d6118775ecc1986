// @ts-check
/**
 * What a navigator's desktop knows: made of snapshots and frames alone, no drawing. Times are the
 * node's; `skewMs` says how far this computer's clock is off.
 *
 * @typedef {{id: string, channel: string, language: string, queue: string, kind: string,
 *   urgency: {tier: string, score: number, reasons: any[]}, person: {id: string | null, name: string | null} | null,
 *   from: string | null, subject: string | null, preview: string, arrivedAt: string}} Card
 * @typedef {{offerId: string, contact: Card, expiresAt: string, kind?: 'consult', consultedBy?: string}} Offer
 * @typedef {{engagementId: string, contact: Card, state: string, startedAt: string,
 *   controls?: string[],
 *   consult?: import('./consult.js').Consult, interpreter?: import('./consult.js').Interpreter,
 *   conversation: {from: string, text: string, at: string, id?: string, status?: string}[], unread: number, wrapSince: number | null}} Engagement
 */

export class Desk {
  constructor() {
    /** @type {{id: string, name: string, activity: string, nextActivity: string | null, languages: string[]} | null} */
    this.me = null;
    /** @type {Map<string, Offer>} */
    this.offers = new Map();
    /** @type {Map<string, Engagement>} */
    this.engagements = new Map();
    this.skewMs = 0;
    /** The engagement somebody looks at. */
    this.current = '';
  }

  now() {
    return Date.now() + this.skewMs;
  }

  /** @param {import('./haven-desktop.js').Frame} frame @returns {string} what happened, '' for nothing to say */
  take(frame) {
    const data = frame.data;
    switch (frame.type) {
      case 'snapshot': return this.#all(frame);
      case 'activity.updated':
        if (this.me) {
          Object.assign(this.me, { activity: data.activity, nextActivity: data.nextActivity });
        }
        return 'activity';
      case 'offer.created':
        this.offers.set(data.offerId, data);
        return 'offer';
      case 'offer.rescinded':
      case 'offer.timeout':
        this.offers.delete(data.offerId);
        return frame.type === 'offer.timeout' ? 'timeout' : 'rescinded';
      case 'engagement.started':
        this.offers.delete(data.engagementId);
        this.engagements.set(data.engagementId, { ...data, unread: 0, wrapSince: null });
        if (!this.#active(this.current)) {
          this.current = data.engagementId;
        }
        return 'started';
      case 'engagement.updated': return this.#updated(data, Date.parse(frame.at));
      case 'engagement.consult': return this.#consult(data);
      case 'engagement.interpreter': return this.#interpreter(data);
      case 'engagement.message': return this.#message(data);
      case 'engagement.delivery': return this.#delivery(data);
      case 'engagement.ended':
        this.engagements.delete(data.engagementId);
        this.offers.delete(data.engagementId);
        if (this.current === data.engagementId) {
          this.current = this.working()[0]?.engagementId ?? '';
        }
        return 'ended';
      case 'contact.urgency': return this.#urgency(data);
      case 'contact.attachments': return 'files';
      default: return '';
    }
  }

  /** What is under way, in the order it was taken up, so that nothing moves under somebody's hands. */
  working() {
    return [...this.engagements.values()].filter((e) => e.state !== 'parked');
  }

  parked() {
    return [...this.engagements.values()].filter((e) => e.state === 'parked');
  }

  look(/** @type {string} */ engagementId) {
    const engagement = this.engagements.get(engagementId);
    if (engagement) {
      this.current = engagementId;
      engagement.unread = 0;
    }
  }

  unread() {
    return this.working().reduce((sum, e) => sum + e.unread, 0);
  }

  #active(/** @type {string} */ id) {
    const engagement = this.engagements.get(id);
    return engagement !== undefined && engagement.state !== 'parked';
  }

  #all(/** @type {any} */ frame) {
    const before = this.engagements;
    const { navigator, offers, engagements } = frame.data;
    this.skewMs = Date.parse(frame.at) - Date.now();
    this.me = navigator;
    this.offers = new Map(offers.map((/** @type {Offer} */ o) => [o.offerId, o]));
    this.engagements = new Map(engagements.map((/** @type {Engagement} */ e) => {
      const known = before.get(e.engagementId);
      const more = known ? Math.max(0, e.conversation.length - known.conversation.length) : 0;
      const looked = e.engagementId === this.current;
      return [e.engagementId, {
        ...e,
        unread: looked ? 0 : (known?.unread ?? 0) + more,
        wrapSince: e.state === 'wrapping' ? known?.wrapSince ?? null : null,
      }];
    }));
    if (!this.#active(this.current)) {
      this.current = this.working()[0]?.engagementId ?? '';
    }
    return 'snapshot';
  }

  #updated(/** @type {any} */ data, /** @type {number} */ at) {
    const engagement = this.engagements.get(data.engagementId);
    if (!engagement) {
      return '';
    }
    if (data.state === 'wrapping' && engagement.state !== 'wrapping') {
      engagement.wrapSince = at;
    }
    engagement.state = data.state;
    // Whoever was asked has the person now.
    if (data.state === 'talking' && engagement.consult?.role === 'second') {
      engagement.consult = undefined;
    }
    if (data.state === 'parked' && this.current === data.engagementId) {
      this.current = this.working()[0]?.engagementId ?? '';
    }
    return data.state;
  }

  #consult(/** @type {any} */ data) {
    const engagement = this.engagements.get(data.engagementId);
    if (!engagement) {
      return '';
    }
    const ended = data.consult.state === 'ended';
    engagement.consult = ended ? undefined : data.consult;
    // Of a navigator who is consulted the engagement is in the state of the consult.
    if (!ended && data.consult.role === 'second') {
      engagement.state = data.consult.state;
    }
    return ended ? 'consult_ended' : 'consult';
  }

  #interpreter(/** @type {any} */ data) {
    const engagement = this.engagements.get(data.engagementId);
    if (!engagement) {
      return '';
    }
    engagement.interpreter = { ...data.interpreter, cause: data.cause };
    return 'interpreter';
  }

  #message(/** @type {any} */ data) {
    const engagement = this.engagements.get(data.engagementId);
    if (!engagement) {
      return '';
    }
    engagement.conversation.push(data.message);
    if (data.message.from !== 'navigator') {
      if (this.current !== data.engagementId || document.visibilityState === 'hidden') {
        engagement.unread++;
      }
      return 'message';
    }
    return 'sent';
  }

  #delivery(/** @type {any} */ data) {
    const line = this.engagements.get(data.engagementId)?.conversation.find((one) => one.id === data.messageId);
    if (!line) {
      return '';
    }
    line.status = data.status;
    return data.status === 'failed' ? 'undelivered' : '';
  }

  #urgency(/** @type {any} */ data) {
    let happened = '';
    for (const one of [...this.offers.values(), ...this.engagements.values()]) {
      if (one.contact.id === data.contactId) {
        one.contact.urgency = data.urgency;
        happened = 'urgency';
      }
    }
    return happened;
  }
}
