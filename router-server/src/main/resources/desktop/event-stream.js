// @ts-check
/**
 * Reads server-sent events with a bearer token, which the browser's own EventSource cannot send, and
 * comes back by itself. See /supervision in /api/asyncapi.yaml.
 */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15000;

export class EventStream {
  #stop = new AbortController();
  #attempts = 0;

  /**
   * @param {string} path
   * @param {() => string | null} token
   * @param {(event: string, data: any) => void} hear
   * @param {(state: 'connecting' | 'online' | 'waiting' | 'signed_out' | 'refused') => void} become
   */
  constructor(path, token, hear, become) {
    this.path = path;
    this.token = token;
    this.hear = hear;
    this.become = become;
  }

  async open() {
    while (!this.#stop.signal.aborted) {
      this.become('connecting');
      try {
        const answer = await fetch(this.path, {
          headers: { authorization: `Bearer ${this.token()}`, accept: 'text/event-stream' },
          cache: 'no-store',
          signal: this.#stop.signal,
        });
        if (answer.status === 401 || answer.status === 403) {
          this.become(answer.status === 401 ? 'signed_out' : 'refused');
          return;
        }
        if (answer.ok && answer.body) {
          this.become('online');
          await this.#read(answer.body);
        }
      } catch {
        // The network went away: come again below.
      }
      if (this.#stop.signal.aborted) {
        return;
      }
      this.become('waiting');
      const most = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(10, this.#attempts++));
      await new Promise((done) => setTimeout(done, most * (0.5 + Math.random() / 2)));
    }
  }

  close() {
    this.#stop.abort();
  }

  async #read(/** @type {ReadableStream<Uint8Array>} */ body) {
    const reader = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      text += value;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        this.#event(event);
      }
    }
  }

  #event(/** @type {string} */ block) {
    let name = 'message';
    const data = [];
    for (const line of block.split('\n')) {
      if (line.startsWith('event: ')) {
        name = line.slice(7);
      } else if (line.startsWith('data: ')) {
        data.push(line.slice(6));
      }
    }
    if (data.length > 0) {
      this.#attempts = 0;
      this.hear(name, JSON.parse(data.join('\n')));
    }
  }
}
