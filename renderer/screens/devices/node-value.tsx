import { useEffect, useState } from 'react';
import type { NodeValueView } from '../../../core/api-inspect.ts';
import type { CertificateView, ShownValue } from '../../../core/inspect/present-value.ts';
import { Fact } from '../../components/fact.tsx';
import { Tag } from '../../components/tag.tsx';
import { fingerprintGroups } from '../../format/identity.ts';
import { formatDateTime, formatExactTime } from '../../format/times.ts';
import { texts } from '../../texts.ts';

const words = texts.deviceTree;

/** A value, by what it is; a large one is fetched from main by its address. */
export function NodeValue({ value }: { readonly value: NodeValueView }) {
  return value.kind === 'shown' ? <Shown value={value.value} /> : <Fetched value={value} />;
}

function Fetched({ value }: { readonly value: Extract<NodeValueView, { readonly kind: 'byUrl' }> }) {
  const { url, characters } = value;
  const [shown, setShown] = useState<ShownValue | 'failed'>();
  useEffect(() => {
    const left = new AbortController();
    const load = async () => {
      try {
        const response = await fetch(url, { signal: left.signal });
        setShown(response.ok ? ((await response.json()) as ShownValue) : 'failed');
      } catch {
        if (!left.signal.aborted) setShown('failed');
      }
    };
    void load();
    return () => left.abort();
  }, [url]);
  return (
    <>
      <p className="dim">{words.characters(characters)}</p>
      {shown === 'failed' ? (
        <p className="cause">{words.valueNotLoaded}</p>
      ) : (
        shown && <Shown value={shown} />
      )}
    </>
  );
}

function Shown({ value }: { readonly value: ShownValue }) {
  switch (value.kind) {
    case 'empty':
      return <p className="dim">{words.emptyValue}</p>;
    case 'boolean':
    case 'number':
      return <Block text={value.text} />;
    case 'text':
    case 'json':
    case 'xml':
      return (
        <>
          <Block text={value.text} />
          {value.cut && <p className="dim">{words.cut}</p>}
        </>
      );
    case 'date':
    case 'time':
      return (
        <>
          <Block text={value.text} />
          {value.at !== undefined && (
            <p className="dim">
              {words.moment(value.kind === 'date' ? formatDateTime(value.at) : formatExactTime(value.at))}
            </p>
          )}
        </>
      );
    case 'octets':
      return <Octets value={value} />;
    case 'certificate':
      return (
        <>
          <Certificate certificate={value.certificate} />
          <details>
            <summary>{words.asText}</summary>
            <Block text={value.text} />
          </details>
        </>
      );
  }
}

function Block({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long value is scrolled by the keys
    <pre className="node-detail__value" dir="auto" tabIndex={0}>
      {text}
    </pre>
  );
}

const hexLine = 32;

function Octets({ value }: { readonly value: Extract<ShownValue, { readonly kind: 'octets' }> }) {
  const lines = value.hex.match(new RegExp(`.{1,${hexLine}}`, 'g')) ?? [];
  const hex = lines.map((line) => line.replaceAll(/(..)(?=.)/g, '$1 ')).join('\n');
  return (
    <>
      {value.text !== undefined && (
        <>
          <p className="facts__name">{words.asText}</p>
          <Block text={value.text} />
        </>
      )}
      <p className="facts__name">
        {words.asHex}, {words.octets(value.octets)}
        {value.cut && ` (${words.firstOctets(value.hex.length / 2)})`}
      </p>
      <Block text={hex} />
    </>
  );
}

function Certificate({ certificate }: { readonly certificate: CertificateView }) {
  const now = Date.now();
  const { validFrom, validUntil, names } = certificate;
  const terms = words.certificate;
  return (
    <dl className="facts node-detail__certificate">
      <Fact name={terms.subject}>{certificate.subject}</Fact>
      <Fact name={terms.issuer}>{certificate.issuer}</Fact>
      <Fact name={terms.from}>
        {formatDateTime(validFrom)} {validFrom > now && <Tag tone="bad">{terms.notYet}</Tag>}
      </Fact>
      <Fact name={terms.until}>
        {formatDateTime(validUntil)} {validUntil < now && <Tag tone="bad">{terms.ended}</Tag>}
      </Fact>
      {names.length > 0 && <Fact name={terms.names}>{names.join(', ')}</Fact>}
      <Fact name={terms.algorithm}>{certificate.algorithm}</Fact>
      <Fact name={terms.authority}>{certificate.isAuthority ? terms.yes : terms.no}</Fact>
      <Fact name={terms.serial} mono>
        {certificate.serialNumber}
      </Fact>
      <Fact name={terms.fingerprint} mono>
        {fingerprintGroups(certificate.fingerprint).join(' ')}
      </Fact>
    </dl>
  );
}
