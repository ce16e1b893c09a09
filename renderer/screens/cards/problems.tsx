import type { CardDescription } from '../../../core/card/describe-card.ts';
import { FaultCode } from '../../components/fault-notice.tsx';
import { texts } from '../../texts.ts';
import { HexView } from './hex-view.tsx';

/** What could not be understood on a card: why, and its octets as they are. */
export function Problems({ problems }: { readonly problems: CardDescription['problems'] }) {
  return (
    <>
      <h3>{texts.cards.notUnderstood}</h3>
      <ul className="problems">
        {problems.map(({ code, message, octets }) => (
          <li key={`${code} ${message}`}>
            <p>
              {message} <FaultCode code={code} />
            </p>
            {octets !== undefined && octets !== '' && (
              <HexView label={message} content={octets} size={octets.length / 2} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
