import { standardObject } from './standard-object.ts';

/** Firmware Update Management Object (OMA FUMO 1.0). */
export const firmwareUpdate = standardObject(
  'urn:oma:mo:oma-fumo:1.0',
  `<?xml version="1.0" encoding="UTF-8"?>
<MgmtTree>
  <VerDTD>1.2</VerDTD>
  <Node>
    <NodeName>FUMO</NodeName>
    <DFProperties>
      <AccessType><Get/></AccessType>
      <Description>A firmware package and what is done with it.</Description>
      <DFFormat><node/></DFFormat><Occurrence><One/></Occurrence>
      <DFType><DDFName>urn:oma:mo:oma-fumo:1.0</DDFName></DFType>
    </DFProperties>
    <Node>
      <NodeName>PkgName</NodeName>
      <DFProperties>
        <AccessType><Add/><Get/><Replace/></AccessType>
        <Description>The name of the package.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>PkgVersion</NodeName>
      <DFProperties>
        <AccessType><Add/><Get/><Replace/></AccessType>
        <Description>The version of the package.</Description>
        <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Download</NodeName>
      <DFProperties>
        <AccessType><Exec/><Get/></AccessType>
        <Description>Executed, the device downloads the package.</Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
      </DFProperties>
      <Node>
        <NodeName>PkgURL</NodeName>
        <DFProperties>
          <AccessType><Get/><Replace/></AccessType>
          <Description>Where the package is.</Description>
          <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
        </DFProperties>
      </Node>
    </Node>
    <Node>
      <NodeName>Update</NodeName>
      <DFProperties>
        <AccessType><Exec/><Get/></AccessType>
        <Description>Executed, the device installs the package that it holds.</Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
      </DFProperties>
      <Node>
        <NodeName>PkgData</NodeName>
        <DFProperties>
          <AccessType><Add/><Replace/></AccessType>
          <Description>The package itself, for a server that sends it. Not readable.</Description>
          <DFFormat><bin/></DFFormat><Occurrence><ZeroOrOne/></Occurrence>
          <DFType><MIME>application/octet-stream</MIME></DFType>
        </DFProperties>
      </Node>
    </Node>
    <Node>
      <NodeName>DownloadAndUpdate</NodeName>
      <DFProperties>
        <AccessType><Exec/><Get/></AccessType>
        <Description>Executed, the device downloads the package and installs it.</Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
      </DFProperties>
      <Node>
        <NodeName>PkgURL</NodeName>
        <DFProperties>
          <AccessType><Get/><Replace/></AccessType>
          <Description>Where the package is.</Description>
          <DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
        </DFProperties>
      </Node>
    </Node>
    <Node>
      <NodeName>State</NodeName>
      <DFProperties>
        <AccessType><Get/></AccessType>
        <Description>
          10 idle, 20 download failed, 30 downloading, 40 downloaded, 50 ready to update, 60 updating, 70
          update failed with the package kept, 80 update failed, 90 updated with the package kept, 100
          updated.
        </Description>
        <DFFormat><int/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
      </DFProperties>
    </Node>
    <Node>
      <NodeName>Ext</NodeName>
      <DFProperties>
        <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
        <Description>The vendor's own nodes.</Description>
        <DFFormat><node/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><DDFName/></DFType>
      </DFProperties>
      <Node>
        <NodeName>SHA256</NodeName>
        <DFProperties>
          <AccessType><Add/><Delete/><Get/><Replace/></AccessType>
          <Description>The digest that the package has to have (SHA-256, hexadecimal); ours.</Description>
          <DFFormat><chr/></DFFormat><Occurrence><ZeroOrOne/></Occurrence><DFType><MIME>text/plain</MIME></DFType>
        </DFProperties>
      </Node>
    </Node>
  </Node>
</MgmtTree>
`,
);
