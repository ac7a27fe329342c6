<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
 <renderer-v2 type="RuleRenderer" enableorderby="0" symbollevels="0" forceraster="0">
  <rules key="{all}">
   <rule key="{holocene}" filter="&quot;latest_activity&quot; = 'holocene'" label="全新世 Holocene" symbol="0"/>
   <rule key="{late_pleistocene}" filter="&quot;latest_activity&quot; = 'late_pleistocene'" label="晚更新世 Late Pleistocene" symbol="1"/>
   <rule key="{early_middle}" filter="&quot;latest_activity&quot; IN ('middle_pleistocene', 'early_pleistocene', 'quaternary_undivided')" label="早、中更新世 Early and Middle Pleistocene" symbol="2"/>
   <rule key="{pre_quaternary}" filter="&quot;latest_activity&quot; = 'pre_quaternary'" label="前第四纪 Pre-Quaternary" symbol="3"/>
   <rule key="{undetermined}" filter="ELSE" label="时代未定 Undetermined" symbol="4"/>
  </rules>
  <symbols>
   <symbol type="line" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option type="QString" name="line_color" value="206,28,36,255"/>
      <Option type="QString" name="line_width" value="0.6"/>
      <Option type="QString" name="line_width_unit" value="MM"/>
      <Option type="QString" name="capstyle" value="flat"/>
      <Option type="QString" name="joinstyle" value="round"/>
      <Option type="QString" name="use_custom_dash" value="1"/>
      <Option type="QString" name="customdash" value="1000;0"/>
      <Option type="QString" name="customdash_unit" value="MM"/>
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option type="QString" name="name" value=""/>
       <Option type="Map" name="properties">
        <Option type="Map" name="customDash">
         <Option type="bool" name="active" value="true"/>
         <Option type="QString" name="expression" value="CASE WHEN &quot;accuracy&quot; = 'concealed' OR &quot;exposure&quot; = 'buried' THEN '0.1;0.9' WHEN &quot;accuracy&quot; = 'inferred' OR &quot;exposure&quot; = 'inferred' THEN '1.4;0.9' WHEN &quot;accuracy&quot; = 'approximate' THEN '3.2;1' ELSE '1000;0' END"/>
         <Option type="int" name="type" value="3"/>
        </Option>
       </Option>
       <Option type="QString" name="type" value="collection"/>
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="line" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option type="QString" name="line_color" value="206,28,36,255"/>
      <Option type="QString" name="line_width" value="0.3"/>
      <Option type="QString" name="line_width_unit" value="MM"/>
      <Option type="QString" name="capstyle" value="flat"/>
      <Option type="QString" name="joinstyle" value="round"/>
      <Option type="QString" name="use_custom_dash" value="1"/>
      <Option type="QString" name="customdash" value="1000;0"/>
      <Option type="QString" name="customdash_unit" value="MM"/>
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option type="QString" name="name" value=""/>
       <Option type="Map" name="properties">
        <Option type="Map" name="customDash">
         <Option type="bool" name="active" value="true"/>
         <Option type="QString" name="expression" value="CASE WHEN &quot;accuracy&quot; = 'concealed' OR &quot;exposure&quot; = 'buried' THEN '0.1;0.9' WHEN &quot;accuracy&quot; = 'inferred' OR &quot;exposure&quot; = 'inferred' THEN '1.4;0.9' WHEN &quot;accuracy&quot; = 'approximate' THEN '3.2;1' ELSE '1000;0' END"/>
         <Option type="int" name="type" value="3"/>
        </Option>
       </Option>
       <Option type="QString" name="type" value="collection"/>
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="line" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option type="QString" name="line_color" value="124,52,150,255"/>
      <Option type="QString" name="line_width" value="0.3"/>
      <Option type="QString" name="line_width_unit" value="MM"/>
      <Option type="QString" name="capstyle" value="flat"/>
      <Option type="QString" name="joinstyle" value="round"/>
      <Option type="QString" name="use_custom_dash" value="1"/>
      <Option type="QString" name="customdash" value="1000;0"/>
      <Option type="QString" name="customdash_unit" value="MM"/>
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option type="QString" name="name" value=""/>
       <Option type="Map" name="properties">
        <Option type="Map" name="customDash">
         <Option type="bool" name="active" value="true"/>
         <Option type="QString" name="expression" value="CASE WHEN &quot;accuracy&quot; = 'concealed' OR &quot;exposure&quot; = 'buried' THEN '0.1;0.9' WHEN &quot;accuracy&quot; = 'inferred' OR &quot;exposure&quot; = 'inferred' THEN '1.4;0.9' WHEN &quot;accuracy&quot; = 'approximate' THEN '3.2;1' ELSE '1000;0' END"/>
         <Option type="int" name="type" value="3"/>
        </Option>
       </Option>
       <Option type="QString" name="type" value="collection"/>
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="line" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option type="QString" name="line_color" value="38,38,42,255"/>
      <Option type="QString" name="line_width" value="0.25"/>
      <Option type="QString" name="line_width_unit" value="MM"/>
      <Option type="QString" name="capstyle" value="flat"/>
      <Option type="QString" name="joinstyle" value="round"/>
      <Option type="QString" name="use_custom_dash" value="1"/>
      <Option type="QString" name="customdash" value="1000;0"/>
      <Option type="QString" name="customdash_unit" value="MM"/>
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option type="QString" name="name" value=""/>
       <Option type="Map" name="properties">
        <Option type="Map" name="customDash">
         <Option type="bool" name="active" value="true"/>
         <Option type="QString" name="expression" value="CASE WHEN &quot;accuracy&quot; = 'concealed' OR &quot;exposure&quot; = 'buried' THEN '0.1;0.9' WHEN &quot;accuracy&quot; = 'inferred' OR &quot;exposure&quot; = 'inferred' THEN '1.4;0.9' WHEN &quot;accuracy&quot; = 'approximate' THEN '3.2;1' ELSE '1000;0' END"/>
         <Option type="int" name="type" value="3"/>
        </Option>
       </Option>
       <Option type="QString" name="type" value="collection"/>
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="line" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option type="QString" name="line_color" value="24,122,66,255"/>
      <Option type="QString" name="line_width" value="0.25"/>
      <Option type="QString" name="line_width_unit" value="MM"/>
      <Option type="QString" name="capstyle" value="flat"/>
      <Option type="QString" name="joinstyle" value="round"/>
      <Option type="QString" name="use_custom_dash" value="1"/>
      <Option type="QString" name="customdash" value="1000;0"/>
      <Option type="QString" name="customdash_unit" value="MM"/>
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option type="QString" name="name" value=""/>
       <Option type="Map" name="properties">
        <Option type="Map" name="customDash">
         <Option type="bool" name="active" value="true"/>
         <Option type="QString" name="expression" value="CASE WHEN &quot;accuracy&quot; = 'concealed' OR &quot;exposure&quot; = 'buried' THEN '0.1;0.9' WHEN &quot;accuracy&quot; = 'inferred' OR &quot;exposure&quot; = 'inferred' THEN '1.4;0.9' WHEN &quot;accuracy&quot; = 'approximate' THEN '3.2;1' ELSE '1000;0' END"/>
         <Option type="int" name="type" value="3"/>
        </Option>
       </Option>
       <Option type="QString" name="type" value="collection"/>
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
</qgis>
