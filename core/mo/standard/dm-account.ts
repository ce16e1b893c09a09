import { standardObject } from './standard-object.ts';

/**
 * DM Account: one instance a server, set up by a bootstrap (DM 2.0, DM Account). Perm and the secrets have no access
 * type Get: they can't be read over DM.
 */
export const dmAccount = standardObject(
  'urn:oma:mo:oma-dm-dmacc:1.2',
  `<?xml version="1.0" encoding="UTF-8"?>
<MgmtTree>
  <VerDTD>1.2</VerDTD>
  <Node>
    <NodeName>DMAcc</NodeName>
    <DFProperties>
      <AccessType><Get/><Replace/></AccessType>
      <Description>How the device and one DM server find and know each other.</Description>
      <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence>
      <DFType><DDFName>urn:oma:mo:oma-dm-dmacc:1.2</DDFName></DFType>
    </DFProperties>
    <Node>
      <NodeName>SrvID</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The identifier of the server, which notifications name.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>SrvURI</NodeName>
      <DFProperties>
        <AccessType><Get/><Replace/></AccessType>
        <Description>Where sessions are opened: an address of http or https.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Name</NodeName>
      <DFProperties>
        <AccessType><Get/><Replace/></AccessType>
        <Description>What people call the server.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Perm</NodeName>
      <DFProperties>
        <AccessType/>
        <Description>
          The management objects that the server asks to manage. Set by a bootstrap only, and never readable.
        </Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
      </DFProperties>
      <Node>
        <NodeName/>
        <DFProperties>
          <AccessType/>
          <DFFormat><node/></DFFormat><Occurrence><ZeroOrMore/></Occurrence>
          <DFTitle>Permitted object</DFTitle>
          <DFType><DDFName/></DFType>
        </DFProperties>
        <Node>
          <NodeName>MOID</NodeName>
          <DFProperties>
            <AccessType/>
            <Description>The MOID of a management object.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
      </Node>
    </Node>
    <Node>
      <NodeName>Auth</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>How device and server prove who they are.</Description>
        <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><DFType><DDFName/></DFType>
      </DFProperties>
      <Node>
        <NodeName>Bootstrap</NodeName>
        <DFProperties>
          <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
          <Description>For a bootstrap. No other server can change it.</Description>
          <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
        </DFProperties>
        <Node>
          <NodeName>ServerURI</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <Description>The bootstrap server.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>SecMode</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <Description>0 none, 1 pre-shared key, 2 X.509 certificates.</Description>
            <DFFormat><int/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>ClientPubKey</NodeName>
          <DFProperties>
            <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
            <Description>The device's certificate or public key.</Description>
            <DFFormat><bin/></DFFormat><Occurrence><ZeroOrOne/></Occurrence>
            <DFType><MIME>application/octet-stream</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>ServerPubKey</NodeName>
          <DFProperties>
            <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
            <Description>The server's certificate or public key.</Description>
            <DFFormat><bin/></DFFormat><Occurrence><ZeroOrOne/></Occurrence>
            <DFType><MIME>application/octet-stream</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>ClientSecretKey</NodeName>
          <DFProperties>
            <AccessType><Add/><Delete/><Replace/></AccessType>
            <Description>The device's private or pre-shared key. Not readable.</Description>
            <DFFormat><bin/></DFFormat><Occurrence><ZeroOrOne/></Occurrence>
            <DFType><MIME>application/octet-stream</MIME></DFType>
          </DFProperties>
        </Node>
      </Node>
      <Node>
        <NodeName>Noti</NodeName>
        <DFProperties>
          <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
          <Description>For notifications.</Description>
          <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
        </DFProperties>
        <Node>
          <NodeName>Type</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <Description>1: digest with SHA-256.</Description>
            <DFFormat><int/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>Data</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <Description>What goes into the digest beside the secret.</Description>
            <DFFormat><bin/></DFFormat><Occurrence><One/></Occurrence>
            <DFType><MIME>application/octet-stream</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>Secret</NodeName>
          <DFProperties>
            <AccessType><Replace/></AccessType>
            <Description>The secret of the digest. Not readable.</Description>
            <DFFormat><bin/></DFFormat><Occurrence><One/></Occurrence>
            <DFType><MIME>application/octet-stream</MIME></DFType>
          </DFProperties>
        </Node>
      </Node>
      <Node>
        <NodeName>Trsp</NodeName>
        <DFProperties>
          <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
          <Description>For the transport of sessions.</Description>
          <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
        </DFProperties>
        <Node>
          <NodeName>Data</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <Description>A user name, or the certificate of the device (PEM).</Description>
            <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>Secret</NodeName>
          <DFProperties>
            <AccessType><Replace/></AccessType>
            <Description>The password, or the private key (PEM). Not readable.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
      </Node>
    </Node>
    <Node>
      <NodeName>Push</NodeName>
      <DFProperties>
        <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
        <Description>How the device is reached by notifications.</Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
      </DFProperties>
      <Node>
        <NodeName>GCM</NodeName>
        <DFProperties>
          <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
          <Description>Google Cloud Messaging.</Description>
          <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
        </DFProperties>
        <Node>
          <NodeName>SenderID</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <Description>The sender that notifications come from.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>RegURI</NodeName>
          <DFProperties>
            <AccessType><Get/><Replace/></AccessType>
            <Description>Where the device sends its registration.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>UnRegURI</NodeName>
          <DFProperties>
            <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
            <Description>Where the device takes its registration back.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>RegParams</NodeName>
          <DFProperties>
            <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
            <Description>What a registration says besides.</Description>
            <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
          </DFProperties>
        </Node>
        <Node>
          <NodeName>Ext</NodeName>
          <DFProperties>
            <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
            <Description>The vendor's own nodes.</Description>
            <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
          </DFProperties>
        </Node>
      </Node>
      <Node>
        <NodeName>Ext</NodeName>
        <DFProperties>
          <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
          <Description>Other ways to push.</Description>
          <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
        </DFProperties>
      </Node>
    </Node>
    <Node>
      <NodeName>Ext</NodeName>
      <DFProperties>
        <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
        <Description>The vendor's own nodes.</Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
      </DFProperties>
      <Node>
        <NodeName>TrustAnchor</NodeName>
        <DFProperties>
          <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
          <Description>
            The certificate (PEM) of the authority that the server's own one comes from.
          </Description>
          <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence>
          <DFType><MIME>application/x-pem-file</MIME></DFType>
        </DFProperties>
      </Node>
    </Node>
  </Node>
</MgmtTree>
`,
);
