import { useEffect, useLayoutEffect, useRef, useState } from 'react';

export type PreviewWidth = 'narrow' | 'wide';

interface PreviewFrameProps {
  /** The document; undefined shows none. */
  readonly text: string | undefined;
  readonly width: PreviewWidth;
  readonly title: string;
}

/** As wide as a desk's screen lays a page out; what is narrow is as wide as a telephone. Pixels. */
const layoutWidths = { narrow: 380, wide: 1024 } as const;

/**
 * A page in a frame that has no scripts, no origin and no way out. A new page is shown when it is there: until then
 * the old one stays, so that nothing flickers while somebody types.
 */
export function PreviewFrame({ text, width, title }: PreviewFrameProps) {
  const [frames, setFrames] = useState<readonly [string | undefined, string | undefined]>([text, undefined]);
  const [front, setFront] = useState<0 | 1>(0);
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  const back = front === 0 ? 1 : 0;
  // At once: somebody is typing, and looks at it.
  useLayoutEffect(() => {
    setFrames((before) =>
      before[front] === text ? before : front === 0 ? [before[0], text] : [text, before[1]],
    );
  }, [text, front]);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const wanted = layoutWidths[width];
  const laidOut = width === 'narrow' ? Math.min(wanted, room.width) : Math.max(wanted, room.width);
  const scale = laidOut === 0 ? 1 : Math.min(1, room.width / laidOut);
  return (
    <div ref={box} className="preview-frame">
      {text !== undefined &&
        ([0, 1] as const).map((index) => {
          const document = frames[index];
          if (document === undefined) return null;
          return (
            <iframe
              key={index}
              className="preview-frame__page"
              title={index === front ? title : ''}
              aria-hidden={index === front ? undefined : true}
              tabIndex={index === front ? 0 : -1}
              data-front={index === front || undefined}
              sandbox=""
              referrerPolicy="no-referrer"
              srcDoc={document}
              style={{
                width: laidOut,
                height: room.height / scale,
                transform: `scale(${scale})`,
                left: Math.max(0, (room.width - laidOut * scale) / 2),
              }}
              onLoad={() => {
                if (index === back && document === text) setFront(index);
              }}
            />
          );
        })}
    </div>
  );
}
