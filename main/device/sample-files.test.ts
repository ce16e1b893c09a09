import { describe, expect, it } from 'vitest';
import { beginsAs } from '../../core/interaction/file-signature.ts';
import { filesFor, mediaTypeOfName } from './sample-files.ts';

describe('files that are made up', () => {
  it.each([
    [['image/png'], 'image/png'],
    [['image/jpeg', 'image/gif'], 'image/jpeg'],
    [['image/*'], 'image/png'],
    [['.jpeg'], 'image/jpeg'],
    [['application/pdf'], 'application/pdf'],
    [['text/*'], 'text/plain'],
    [['.zip'], 'application/zip'],
    [['application/json'], 'application/json'],
    [['*/*'], 'text/plain'],
    [['application/octet-stream'], 'text/plain'],
    [[], 'text/plain'],
    [['video/mp4'], 'video/mp4'],
    [['.heic'], 'application/octet-stream'],
    [['x"\r\n/y'], 'application/octet-stream'],
  ])('are of the type that is asked for: %j', (accept, mediaType) => {
    const [file] = filesFor(accept);
    expect(file?.mediaType).toBe(mediaType);
    expect(file?.octets.length).toBeGreaterThan(0);
    expect(file?.fileName).toMatch(/^simulated\.[a-z0-9]+$/);
  });

  it('begin as their types say, and are there for each of several types', () => {
    const files = filesFor(['image/*', 'application/pdf', '.zip']);
    expect(files.map(({ mediaType }) => mediaType)).toEqual([
      ...['image/png', 'image/jpeg', 'application/pdf', 'image/gif', 'application/zip'],
    ]);
    for (const { mediaType, octets } of files) expect(beginsAs(mediaType, octets), mediaType).toBe(true);
  });

  it('are whole: every object of the PDF lies where its table says', () => {
    const text = Buffer.from(filesFor(['.pdf'])[0]!.octets).toString();
    const table = Number(/startxref\n(\d+)/.exec(text)![1]);
    expect(text.slice(table)).toMatch(/^xref\n0 4\n/);
    const places = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
    expect(places).toHaveLength(3);
    for (const [index, place] of places.entries())
      expect(text.slice(place)).toMatch(new RegExp(`^${index + 1} 0 obj\n<<`));
  });

  it('are whole: the segments of the JPEG follow one another to its end', () => {
    const octets = Buffer.from(filesFor(['.jpg'])[0]!.octets);
    let at = 2;
    const markers: string[] = [];
    while (octets[at + 1] !== 0xda) {
      markers.push(octets.toString('hex', at, at + 2));
      at += 2 + octets.readUInt16BE(at + 2);
    }
    expect(markers).toEqual(['ffdb', 'ffc0', 'ffc4', 'ffc4']);
    expect(octets.toString('hex', at + 2 + octets.readUInt16BE(at + 2))).toBe('3fffd9');
  });
});

describe('the media type of a file', () => {
  it.each([
    ['meter.PNG', 'image/png'],
    ['a.b.jpeg', 'image/jpeg'],
    ['photo.heic', 'image/heic'],
    ['notes.text', 'text/plain'],
    ['README', 'application/octet-stream'],
    ['x.unknown', 'application/octet-stream'],
    ['x.constructor', 'application/octet-stream'],
    ['.', 'application/octet-stream'],
  ])('is told by the ending of its name: %s', (name, mediaType) => {
    expect(mediaTypeOfName(name)).toBe(mediaType);
  });
});
