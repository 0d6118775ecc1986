// @ts-check
/**
 * Makes an offer hard to miss: a chime made here, no file; the title of the window; a notification of
 * the system. None of them says a word of the person.
 */
import { t } from './page.js';

const AGAIN_MS = 3500;
const TITLE_MS = 1000;

/** Notes in Hz; a crisis sounds different with eyes closed. */
const CHIMES = {
  crisis: [880, 660, 880, 660, 880],
  urgent_medical: [784, 988, 784],
  high_distress: [659, 784, 659],
  elevated: [523, 659],
  routine: [523],
};

export class Alarm {
  #context = /** @type {AudioContext | null} */ (null);
  #chime = 0;
  #title = 0;
  #notification = /** @type {Notification | null} */ (null);
  #ringing = '';
  title = 'Haven';

  /** Browsers let a page sound only after somebody touched it. */
  unlock() {
    this.#context ??= new AudioContext();
    return this.#context.resume();
  }

  audible() {
    return this.#context?.state === 'running';
  }

  canNotify() {
    return 'Notification' in window && Notification.permission === 'default';
  }

  async allowNotifications() {
    await Notification.requestPermission();
  }

  /** @param {{offerId: string, contact: {channel: string, urgency: {tier: string}}} | undefined} offer the one to ring for; undefined for silence */
  ring(offer) {
    if ((offer?.offerId ?? '') === this.#ringing) {
      return;
    }
    this.#ringing = offer?.offerId ?? '';
    clearInterval(this.#chime);
    clearInterval(this.#title);
    this.#notification?.close();
    this.#notification = null;
    document.title = this.title;
    if (!offer) {
      return;
    }
    const { tier } = offer.contact.urgency;
    const words = `${t(`tier.${tier}`)} · ${t(`channel.${offer.contact.channel}`)}`;
    this.#play(tier);
    this.#chime = setInterval(() => this.#play(tier), AGAIN_MS);
    let shown = true;
    document.title = `● ${words}`;
    this.#title = setInterval(() => {
      shown = !shown;
      document.title = shown ? `● ${words}` : `${t('offer.waiting')} · Haven`;
    }, TITLE_MS);
    if ('Notification' in window && Notification.permission === 'granted' && document.visibilityState === 'hidden') {
      this.#notification = new Notification(t('offer.waiting'), { body: words, tag: 'haven-offer', requireInteraction: tier === 'crisis' });
      this.#notification.onclick = () => window.focus();
    }
  }

  #play(/** @type {string} */ tier) {
    const context = this.#context;
    if (!context || context.state !== 'running') {
      return;
    }
    (CHIMES[tier] ?? CHIMES.routine).forEach((hertz, i) => {
      const at = context.currentTime + i * 0.18;
      const tone = context.createOscillator();
      const loud = context.createGain();
      tone.type = 'sine';
      tone.frequency.value = hertz;
      loud.gain.setValueAtTime(0, at);
      loud.gain.linearRampToValueAtTime(0.22, at + 0.02);
      loud.gain.exponentialRampToValueAtTime(0.001, at + 0.32);
      tone.connect(loud).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.34);
    });
  }
}
