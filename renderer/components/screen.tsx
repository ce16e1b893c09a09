import { type ReactNode, useEffect, useRef } from 'react';
import { texts } from '../texts.ts';
import './layout.css';
import './screen.css';

interface ScreenFrameProps {
  /** What the screen is about, said first to a screen reader. */
  readonly title: string;
  readonly kicker?: string;
  /** Small words beside the title: profile, model, state. */
  readonly tags?: ReactNode;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Whether the page scrolls as a whole; otherwise its parts do. */
  readonly scrolls?: boolean;
}

/** The frame of a screen: its heading with what can be done, and its content. */
export function ScreenFrame({
  title,
  kicker,
  tags,
  subtitle,
  actions,
  children,
  scrolls = false,
}: ScreenFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${texts.common.appName}`;
  }, [title]);
  useEffect(() => {
    // A part of the screen that took the focus by itself, such as a search, keeps it.
    const taken = frame.current?.contains(document.activeElement) ?? false;
    if (!taken) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={frame} className={scrolls ? 'screen screen--scrolls' : 'screen'}>
      <div className="screen__head">
        <div className="screen__titles">
          {kicker !== undefined && <p className="kicker">{kicker}</p>}
          <div className="screen__line">
            <h1 ref={heading} tabIndex={-1} className="screen__title">
              {title}
            </h1>
            {tags}
          </div>
          {subtitle !== undefined && <div className="dim screen__subtitle">{subtitle}</div>}
        </div>
        {actions !== undefined && <div className="screen__actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
