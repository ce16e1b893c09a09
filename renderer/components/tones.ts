/** Short notes: rising when a row is done, falling when it failed, the same one again for an alert. */
const notes = {
  done: [
    { hertz: 659.3, at: 0, seconds: 0.11 },
    { hertz: 987.8, at: 0.1, seconds: 0.22 },
  ],
  failed: [
    { hertz: 311.1, at: 0, seconds: 0.18 },
    { hertz: 207.7, at: 0.17, seconds: 0.36 },
  ],
  scanned: [{ hertz: 1318.5, at: 0, seconds: 0.06 }],
  refused: [
    { hertz: 246.9, at: 0, seconds: 0.09 },
    { hertz: 246.9, at: 0.12, seconds: 0.09 },
  ],
  alert: [
    { hertz: 880, at: 0, seconds: 0.09 },
    { hertz: 880, at: 0.14, seconds: 0.09 },
    { hertz: 880, at: 0.28, seconds: 0.16 },
  ],
} as const;

const shortestPause = 250;
let context: AudioContext | undefined;
let lastAt = 0;

/** Plays the tone of an outcome, so loud (0 to 100). Several stations at once make one tone, not a din. */
export function playTone(kind: keyof typeof notes, volume = 80): void {
  const now = Date.now();
  if (now - lastAt < shortestPause) return;
  lastAt = now;
  context ??= new AudioContext();
  const audio = context;
  if (audio.state === 'running') sound(audio, kind, volume);
  // Before the first gesture the browser holds sound back: a tone that would come late is left out.
  else
    void audio.resume().then(() => {
      if (Date.now() - now < shortestPause) sound(audio, kind, volume);
    });
}

/** The gain of a tone that is as loud as can be. */
const loudest = 0.28;

function sound(audio: AudioContext, kind: keyof typeof notes, volume: number): void {
  if (volume === 0) return;
  for (const note of notes[kind]) {
    const begin = audio.currentTime + note.at;
    const oscillator = new OscillatorNode(audio, {
      type: kind === 'failed' ? 'triangle' : 'sine',
      frequency: note.hertz,
    });
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime((loudest * volume) / 100, begin + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.001, begin + note.seconds);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(begin);
    oscillator.stop(begin + note.seconds);
  }
}
