import { useLayoutEffect, useRef, useState } from 'react';
import { texts } from '../../texts.ts';
import { hexParts } from './hex-rows.ts';
import './hex-view.css';

interface HexViewProps {
  readonly label: string;
  /** Hexadecimal digits without the padding at their end; records with a blank between them. */
  readonly content: string;
  /** Of the whole file, in octets. */
  readonly size: number;
}

/** As wide as a line of sixteen octets is, in rem. */
const wide = 35;

/** Octets as engineers read them: offset, hexadecimal digits, letters; what is not used is dimmed. */
export function HexView({ label, content, size }: HexViewProps) {
  const { element, width } = useWidth();
  const parts = hexParts(content, size, width >= wide ? 16 : 8);
  const used = parts.reduce((sum, part) => sum + part.used, 0);
  return (
    <section ref={element} className="hex" aria-label={label}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a file never change their places
        <pre key={index} className="hex__part">
          {part.rows.map(({ offset, octets, unused, letters }) => (
            <span key={offset} className="hex__row">
              <span className="hex__offset">{offset}</span>
              <span>
                {octets}
                <span className="hex__unused" aria-hidden="true">
                  {unused}
                </span>
              </span>
              <span className="hex__letters">{letters}</span>
            </span>
          ))}
        </pre>
      ))}
      {size > used && <p className="dim">{texts.cards.unused(size - used)}</p>}
    </section>
  );
}

/** The width of an element in rem, as it changes. */
function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const measure = () => setWidth(watched.clientWidth / rem);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}
