/**
 * Who the other end of a connection is, as its TLS handshake proved it: by a client certificate that this bench
 * issued, or by a pre-shared key that it issued.
 */
export type PeerIdentity =
  | {
      readonly kind: 'certificate';
      /** The device that the certificate was issued to. */
      readonly deviceId: string;
      /** The certificate's serial number, in hexadecimal digits. */
      readonly serial: string;
    }
  | {
      readonly kind: 'presharedKey';
      /** The device that the key was issued to. */
      readonly deviceId: string;
    };
