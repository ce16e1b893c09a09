import { standardObject } from './standard-object.ts';

/** DevInfo: who the device is. Servers read it, and nothing more (DM 2.0, DevInfo). */
export const devInfo = standardObject(
  'urn:oma:mo:oma-dm-devinfo:1.0',
  `<?xml version="1.0" encoding="UTF-8"?>
<MgmtTree>
  <VerDTD>1.2</VerDTD>
  <Node>
    <NodeName>DevInfo</NodeName>
    <DFProperties>
      <AccessType><Get/></AccessType>
      <Description>Who the device is.</Description>
      <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
      <DFType><DDFName>urn:oma:mo:oma-dm-devinfo:1.0</DDFName></DFType>
    </DFProperties>
    <Node>
      <NodeName>DevID</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The identifier of the device: IMEI:, ESN:, MEID: or UUID: and the number.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Man</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The manufacturer.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Mod</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The model.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>DmV</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The version of OMA DM that the client speaks: 2.0.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Lang</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The language that the device is set to (RFC 5646).</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>DevType</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>What kind of device it is.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>OEM</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>Who built the device for the manufacturer.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>FwV</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The version of the firmware.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>SwV</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The version of the software.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>HwV</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The version of the hardware.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope>
        <DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Bearer</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>What belongs to one bearer alone.</Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><Scope><Permanent/></Scope>
        <DFType><DDFName/></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Ext</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>The vendor's own nodes.</Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><Scope><Permanent/></Scope>
        <DFType><DDFName/></DFType>
      </DFProperties>
    </Node>
  </Node>
</MgmtTree>
`,
);
