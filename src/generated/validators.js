// Generated from openapi.yaml by scripts/generate.ts; never edited.
import ucs2length from 'ajv/dist/runtime/ucs2length.js';
import { bounded } from '../api/validator.js';

export const getReadyzQuery = bounded(validate20);
const schema31 = {"type":"object","properties":{"require":{"type":"string","enum":["daemon","node","route"]},"wait":{"exactInteger":{"minimum":"0","maximum":"300","also":[],"number":true,"decimal":true}}},"$id":"getReadyzQuery"};
const func0 = Object.prototype.hasOwnProperty;

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="getReadyzQuery" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.require !== undefined && func0.call(data, "require")){
let data0 = data.require;
if(typeof data0 !== "string"){
const err0 = {instancePath:instancePath+"/require",schemaPath:"#/properties/require/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(!(((data0 === "daemon") || (data0 === "node")) || (data0 === "route"))){
const err1 = {instancePath:instancePath+"/require",schemaPath:"#/properties/require/enum",keyword:"enum",params:{allowedValues: schema31.properties.require.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.wait !== undefined && func0.call(data, "wait")){
let data1 = data.wait;
if(!(true && (Number.isSafeInteger(data1) || typeof data1 == "bigint") && data1 >= 0n && data1 <= 300n || typeof data1 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data1) && BigInt(data1) >= 0n && BigInt(data1) <= 300n)){
const err2 = {instancePath:instancePath+"/wait",schemaPath:"#/properties/wait/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "300"},message:"must be a whole number from 0 to 300"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":{"require":true,"wait":true},"dynamicProps":false,"dynamicItems":false};

export const patchSetupBody = bounded(validate21);
const schema32 = {"$ref":"api#/$defs/SetupChange","$id":"patchSetupBody"};
const schema34 = {"type":"object","additionalProperties":false,"required":["values"],"properties":{"values":{"type":"array","minItems":1,"maxItems":64,"items":{"$ref":"api#/$defs/SetupEntry"}}}};
const schema35 = {"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"type":"string","maxLength":256},"value":{"$ref":"api#/$defs/AnySetupValue"}}};
const schema36 = {"maxLength":16384,"exactInteger":{"minimum":"0","maximum":"18446744073709551615","also":["string","null"],"number":true,"decimal":false}};
const func66 = ucs2length.default;

function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate24.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.name === undefined) || (!(func0.call(data, "name")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.name !== undefined && func0.call(data, "name")){
let data0 = data.name;
if(typeof data0 === "string"){
if(func66(data0) > 256){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/maxLength",keyword:"maxLength",params:{limit: 256},message:"must NOT have more than 256 characters"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.value !== undefined && func0.call(data, "value")){
let data1 = data.value;
if(!(true && (Number.isSafeInteger(data1) || typeof data1 == "bigint") && data1 >= 0n && data1 <= 18446744073709551615n || data1 === null || typeof data1 == "string")){
const err3 = {instancePath:instancePath+"/value",schemaPath:"api#/$defs/AnySetupValue/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "18446744073709551615"},message:"must be a whole number from 0 to 18446744073709551615 or a string or null"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(typeof data1 === "string"){
if(func66(data1) > 16384){
const err4 = {instancePath:instancePath+"/value",schemaPath:"api#/$defs/AnySetupValue/maxLength",keyword:"maxLength",params:{limit: 16384},message:"must NOT have more than 16384 characters"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
for(const key0 of Object.keys(data)){
if(!((key0 === "name") || (key0 === "value"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["name","value"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
validate24.errors = vErrors;
return errors === 0;
}
validate24.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.values === undefined) || (!(func0.call(data, "values")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "values"},message:"must have required property '"+"values"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.values !== undefined && func0.call(data, "values")){
let data0 = data.values;
if(Array.isArray(data0)){
if(data0.length > 64){
const err1 = {instancePath:instancePath+"/values",schemaPath:"#/properties/values/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/values",schemaPath:"#/properties/values/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate24(data0[i0], {instancePath:instancePath+"/values/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath:instancePath+"/values",schemaPath:"#/properties/values/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!(key0 === "values")){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["values"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}
validate23.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="patchSetupBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate23(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const patchSetupMergePatchBody = bounded(validate27);
const schema37 = {"$ref":"api#/$defs/SetupMergePatch","$id":"patchSetupMergePatchBody"};
const schema38 = {"type":"object","minProperties":1,"maxProperties":64,"additionalProperties":{"$ref":"api#/$defs/AnySetupValue"}};

function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate28.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length > 64){
const err0 = {instancePath,schemaPath:"#/maxProperties",keyword:"maxProperties",params:{limit: 64},message:"must NOT have more than 64 properties"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Object.keys(data).length < 1){
const err1 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 of Object.keys(data)){
let data0 = data[key0];
if(!(true && (Number.isSafeInteger(data0) || typeof data0 == "bigint") && data0 >= 0n && data0 <= 18446744073709551615n || data0 === null || typeof data0 == "string")){
const err2 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"api#/$defs/AnySetupValue/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "18446744073709551615"},message:"must be a whole number from 0 to 18446744073709551615 or a string or null"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(typeof data0 === "string"){
if(func66(data0) > 16384){
const err3 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"api#/$defs/AnySetupValue/maxLength",keyword:"maxLength",params:{limit: 16384},message:"must NOT have more than 16384 characters"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
validate28.errors = vErrors;
return errors === 0;
}
validate28.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="patchSetupMergePatchBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate27.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate28(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
validate27.errors = vErrors;
return errors === 0;
}
validate27.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const putSetupValueBody = bounded(validate30);
const schema40 = {"$ref":"api#/$defs/SetupValueChange","$id":"putSetupValueBody"};
const schema41 = {"type":"object","additionalProperties":false,"required":["value"],"properties":{"value":{"maxLength":16384,"exactInteger":{"minimum":"0","maximum":"18446744073709551615","also":["string"],"number":true,"decimal":false}}}};

function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="putSetupValueBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate30.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.value === undefined) || (!(func0.call(data, "value")))){
const err0 = {instancePath,schemaPath:"api#/$defs/SetupValueChange/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.value !== undefined && func0.call(data, "value")){
let data0 = data.value;
if(!(true && (Number.isSafeInteger(data0) || typeof data0 == "bigint") && data0 >= 0n && data0 <= 18446744073709551615n || typeof data0 == "string")){
const err1 = {instancePath:instancePath+"/value",schemaPath:"api#/$defs/SetupValueChange/properties/value/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "18446744073709551615"},message:"must be a whole number from 0 to 18446744073709551615 or a string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(func66(data0) > 16384){
const err2 = {instancePath:instancePath+"/value",schemaPath:"api#/$defs/SetupValueChange/properties/value/maxLength",keyword:"maxLength",params:{limit: 16384},message:"must NOT have more than 16384 characters"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
for(const key0 of Object.keys(data)){
if(!(key0 === "value")){
const err3 = {instancePath,schemaPath:"api#/$defs/SetupValueChange/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["value"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath,schemaPath:"api#/$defs/SetupValueChange/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
validate30.errors = vErrors;
return errors === 0;
}
validate30.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const deleteSetupValueBody = bounded(validate31);
const schema42 = {"type":"object","additionalProperties":false,"$id":"deleteSetupValueBody"};

function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="deleteSetupValueBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate31.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: []},message:"is not known here"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate31.errors = vErrors;
return errors === 0;
}
validate31.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const startNodeBody = bounded(validate32);
const schema43 = {"$ref":"api#/$defs/EmptyRequest","$id":"startNodeBody"};
const schema44 = {"type":"object","additionalProperties":false};

function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="startNodeBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate32.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
const err0 = {instancePath,schemaPath:"api#/$defs/EmptyRequest/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: []},message:"is not known here"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"api#/$defs/EmptyRequest/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate32.errors = vErrors;
return errors === 0;
}
validate32.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const startNodeQuery = bounded(validate33);
const schema45 = {"type":"object","properties":{"ensure":{"enum":["true","false",true,false]}},"additionalProperties":false,"$id":"startNodeQuery"};

function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="startNodeQuery" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate33.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.ensure !== undefined && func0.call(data, "ensure")){
let data0 = data.ensure;
if(!((((data0 === "true") || (data0 === "false")) || (data0 === true)) || (data0 === false))){
const err0 = {instancePath:instancePath+"/ensure",schemaPath:"#/properties/ensure/enum",keyword:"enum",params:{allowedValues: schema45.properties.ensure.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!(key0 === "ensure")){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["ensure"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate33.errors = vErrors;
return errors === 0;
}
validate33.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const shutdownNodeBody = bounded(validate34);
const schema46 = {"$ref":"api#/$defs/EmptyRequest","$id":"shutdownNodeBody"};

function validate34(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="shutdownNodeBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate34.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
const err0 = {instancePath,schemaPath:"api#/$defs/EmptyRequest/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: []},message:"is not known here"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"api#/$defs/EmptyRequest/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate34.errors = vErrors;
return errors === 0;
}
validate34.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const shutdownNodeQuery = bounded(validate35);
const schema48 = {"type":"object","properties":{"ensure":{"enum":["true","false",true,false]}},"additionalProperties":false,"$id":"shutdownNodeQuery"};

function validate35(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="shutdownNodeQuery" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate35.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.ensure !== undefined && func0.call(data, "ensure")){
let data0 = data.ensure;
if(!((((data0 === "true") || (data0 === "false")) || (data0 === true)) || (data0 === false))){
const err0 = {instancePath:instancePath+"/ensure",schemaPath:"#/properties/ensure/enum",keyword:"enum",params:{allowedValues: schema48.properties.ensure.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!(key0 === "ensure")){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["ensure"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
validate35.errors = vErrors;
return errors === 0;
}
validate35.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const restartNodeBody = bounded(validate36);
const schema49 = {"$ref":"api#/$defs/EmptyRequest","$id":"restartNodeBody"};

function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="restartNodeBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate36.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 of Object.keys(data)){
const err0 = {instancePath,schemaPath:"api#/$defs/EmptyRequest/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: []},message:"is not known here"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"api#/$defs/EmptyRequest/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate36.errors = vErrors;
return errors === 0;
}
validate36.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const crashNodeBody = bounded(validate37);
const schema51 = {"$ref":"api#/$defs/Crash","$id":"crashNodeBody"};
const schema52 = {"type":"object","additionalProperties":false,"required":["actor","panicMessage"],"properties":{"actor":{"type":"string","enum":["BLOCKCHAINBRIDGE","DISPATCHER","ACCOUNTANT","CONFIGURATOR","NEIGHBORHOOD","UIGATEWAY"]},"panicMessage":{"type":"string","maxLength":1024,"rule":{"pattern":"^[^\\u0000-\\u001F\\u007F-\\u009F]*$","words":"have no control characters"}}}};
const pattern4 = new RegExp("^[^\\u0000-\\u001F\\u007F-\\u009F]*$", "u");

function validate37(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="crashNodeBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate37.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.actor === undefined) || (!(func0.call(data, "actor")))){
const err0 = {instancePath,schemaPath:"api#/$defs/Crash/required",keyword:"required",params:{missingProperty: "actor"},message:"must have required property '"+"actor"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.panicMessage === undefined) || (!(func0.call(data, "panicMessage")))){
const err1 = {instancePath,schemaPath:"api#/$defs/Crash/required",keyword:"required",params:{missingProperty: "panicMessage"},message:"must have required property '"+"panicMessage"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.actor !== undefined && func0.call(data, "actor")){
let data0 = data.actor;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/actor",schemaPath:"api#/$defs/Crash/properties/actor/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!((((((data0 === "BLOCKCHAINBRIDGE") || (data0 === "DISPATCHER")) || (data0 === "ACCOUNTANT")) || (data0 === "CONFIGURATOR")) || (data0 === "NEIGHBORHOOD")) || (data0 === "UIGATEWAY"))){
const err3 = {instancePath:instancePath+"/actor",schemaPath:"api#/$defs/Crash/properties/actor/enum",keyword:"enum",params:{allowedValues: schema52.properties.actor.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.panicMessage !== undefined && func0.call(data, "panicMessage")){
let data1 = data.panicMessage;
if(typeof data1 === "string"){
if(func66(data1) > 1024){
const err4 = {instancePath:instancePath+"/panicMessage",schemaPath:"api#/$defs/Crash/properties/panicMessage/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!pattern4.test(data1)){
const err5 = {instancePath:instancePath+"/panicMessage",schemaPath:"api#/$defs/Crash/properties/panicMessage/rule",keyword:"rule",params:{},message:"must have no control characters"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/panicMessage",schemaPath:"api#/$defs/Crash/properties/panicMessage/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!((key0 === "actor") || (key0 === "panicMessage"))){
const err7 = {instancePath,schemaPath:"api#/$defs/Crash/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["actor","panicMessage"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath,schemaPath:"api#/$defs/Crash/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
validate37.errors = vErrors;
return errors === 0;
}
validate37.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const queryConfigurationBody = bounded(validate38);
const schema53 = {"$ref":"api#/$defs/ConfigurationQuery","$id":"queryConfigurationBody"};
const schema54 = {"type":"object","additionalProperties":false,"required":["dbPasswordOpt"],"properties":{"dbPasswordOpt":{"$ref":"api#/$defs/Password"}}};
const schema55 = {"type":"string","maxLength":1024,"rule":{"pattern":"^[^\\u0000-\\u001F\\u007F-\\u009F]+$","words":"be a password without control characters (a line feed at its end, perhaps), and not empty"}};
const pattern5 = new RegExp("^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "u");

function validate39(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate39.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.dbPasswordOpt === undefined) || (!(func0.call(data, "dbPasswordOpt")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "dbPasswordOpt"},message:"must have required property '"+"dbPasswordOpt"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.dbPasswordOpt !== undefined && func0.call(data, "dbPasswordOpt")){
let data0 = data.dbPasswordOpt;
if(typeof data0 === "string"){
if(func66(data0) > 1024){
const err1 = {instancePath:instancePath+"/dbPasswordOpt",schemaPath:"api#/$defs/Password/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!pattern5.test(data0)){
const err2 = {instancePath:instancePath+"/dbPasswordOpt",schemaPath:"api#/$defs/Password/rule",keyword:"rule",params:{},message:"must be a password without control characters (a line feed at its end, perhaps), and not empty"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/dbPasswordOpt",schemaPath:"api#/$defs/Password/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!(key0 === "dbPasswordOpt")){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["dbPasswordOpt"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate39.errors = vErrors;
return errors === 0;
}
validate39.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate38(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="queryConfigurationBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate38.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate39(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
validate38.errors = vErrors;
return errors === 0;
}
validate38.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const putConfigurationBody = bounded(validate41);
const schema56 = {"$ref":"api#/$defs/ConfigurationChange","$id":"putConfigurationBody"};
const schema57 = {"type":"object","additionalProperties":false,"required":["value"],"properties":{"value":{"maxLength":32,"rule":{"pattern":"^(?:\\+?[0-9]{1,20}|[nN][oO][nN][eE])$","words":"be a whole number from 0 to 18446744073709551615, or for start-block \"none\""},"exactInteger":{"minimum":"0","maximum":"18446744073709551615","also":["string"],"number":true,"decimal":false}}}};
const pattern6 = new RegExp("^(?:\\+?[0-9]{1,20}|[nN][oO][nN][eE])$", "u");

function validate41(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="putConfigurationBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate41.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.value === undefined) || (!(func0.call(data, "value")))){
const err0 = {instancePath,schemaPath:"api#/$defs/ConfigurationChange/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.value !== undefined && func0.call(data, "value")){
let data0 = data.value;
if(!(true && (Number.isSafeInteger(data0) || typeof data0 == "bigint") && data0 >= 0n && data0 <= 18446744073709551615n || typeof data0 == "string")){
const err1 = {instancePath:instancePath+"/value",schemaPath:"api#/$defs/ConfigurationChange/properties/value/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "18446744073709551615"},message:"must be a whole number from 0 to 18446744073709551615 or a string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(func66(data0) > 32){
const err2 = {instancePath:instancePath+"/value",schemaPath:"api#/$defs/ConfigurationChange/properties/value/maxLength",keyword:"maxLength",params:{limit: 32},message:"must NOT have more than 32 characters"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!pattern6.test(data0)){
const err3 = {instancePath:instancePath+"/value",schemaPath:"api#/$defs/ConfigurationChange/properties/value/rule",keyword:"rule",params:{},message:"must be a whole number from 0 to 18446744073709551615, or for start-block \"none\""};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
for(const key0 of Object.keys(data)){
if(!(key0 === "value")){
const err4 = {instancePath,schemaPath:"api#/$defs/ConfigurationChange/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["value"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath,schemaPath:"api#/$defs/ConfigurationChange/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate41.errors = vErrors;
return errors === 0;
}
validate41.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const checkPasswordBody = bounded(validate42);
const schema58 = {"$ref":"api#/$defs/PasswordCheck","$id":"checkPasswordBody"};
const schema59 = {"type":"object","additionalProperties":false,"properties":{"dbPasswordOpt":{"type":["string","null"],"maxLength":1024,"rule":{"pattern":"^[^\\u0000-\\u001F\\u007F-\\u009F]+$","words":"be a password without control characters (a line feed at its end, perhaps), and not empty"}}}};

function validate42(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="checkPasswordBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate42.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.dbPasswordOpt !== undefined && func0.call(data, "dbPasswordOpt")){
let data0 = data.dbPasswordOpt;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/dbPasswordOpt",schemaPath:"api#/$defs/PasswordCheck/properties/dbPasswordOpt/type",keyword:"type",params:{type: schema59.properties.dbPasswordOpt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data0 === "string"){
if(func66(data0) > 1024){
const err1 = {instancePath:instancePath+"/dbPasswordOpt",schemaPath:"api#/$defs/PasswordCheck/properties/dbPasswordOpt/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!pattern5.test(data0)){
const err2 = {instancePath:instancePath+"/dbPasswordOpt",schemaPath:"api#/$defs/PasswordCheck/properties/dbPasswordOpt/rule",keyword:"rule",params:{},message:"must be a password without control characters (a line feed at its end, perhaps), and not empty"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
for(const key0 of Object.keys(data)){
if(!(key0 === "dbPasswordOpt")){
const err3 = {instancePath,schemaPath:"api#/$defs/PasswordCheck/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["dbPasswordOpt"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath,schemaPath:"api#/$defs/PasswordCheck/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
validate42.errors = vErrors;
return errors === 0;
}
validate42.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const changePasswordBody = bounded(validate43);
const schema60 = {"$ref":"api#/$defs/PasswordChange","$id":"changePasswordBody"};
const schema61 = {"type":"object","additionalProperties":false,"required":["newPassword"],"properties":{"oldPasswordOpt":{"type":["string","null"],"maxLength":1024,"rule":{"pattern":"^[^\\u0000-\\u001F\\u007F-\\u009F]+$","words":"be a password without control characters (a line feed at its end, perhaps), and not empty"}},"newPassword":{"$ref":"api#/$defs/NewPassword"}}};
const schema62 = {"type":"string","maxLength":1024,"rule":{"pattern":"^(?!-)(?!\\*+$)[^\\u0000-\\u001F\\u007F-\\u009F]+$","words":"be a password that does not begin with \"-\" (the Daemon could never start the Node with it), is not asterisks alone and has no control characters"}};
const pattern9 = new RegExp("^(?!-)(?!\\*+$)[^\\u0000-\\u001F\\u007F-\\u009F]+$", "u");

function validate44(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate44.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.newPassword === undefined) || (!(func0.call(data, "newPassword")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "newPassword"},message:"must have required property '"+"newPassword"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.oldPasswordOpt !== undefined && func0.call(data, "oldPasswordOpt")){
let data0 = data.oldPasswordOpt;
if((typeof data0 !== "string") && (data0 !== null)){
const err1 = {instancePath:instancePath+"/oldPasswordOpt",schemaPath:"#/properties/oldPasswordOpt/type",keyword:"type",params:{type: schema61.properties.oldPasswordOpt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(func66(data0) > 1024){
const err2 = {instancePath:instancePath+"/oldPasswordOpt",schemaPath:"#/properties/oldPasswordOpt/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!pattern5.test(data0)){
const err3 = {instancePath:instancePath+"/oldPasswordOpt",schemaPath:"#/properties/oldPasswordOpt/rule",keyword:"rule",params:{},message:"must be a password without control characters (a line feed at its end, perhaps), and not empty"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
if(data.newPassword !== undefined && func0.call(data, "newPassword")){
let data1 = data.newPassword;
if(typeof data1 === "string"){
if(func66(data1) > 1024){
const err4 = {instancePath:instancePath+"/newPassword",schemaPath:"api#/$defs/NewPassword/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!pattern9.test(data1)){
const err5 = {instancePath:instancePath+"/newPassword",schemaPath:"api#/$defs/NewPassword/rule",keyword:"rule",params:{},message:"must be a password that does not begin with \"-\" (the Daemon could never start the Node with it), is not asterisks alone and has no control characters"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/newPassword",schemaPath:"api#/$defs/NewPassword/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!((key0 === "oldPasswordOpt") || (key0 === "newPassword"))){
const err7 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["oldPasswordOpt","newPassword"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
validate44.errors = vErrors;
return errors === 0;
}
validate44.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate43(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="changePasswordBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate43.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate44(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate44.errors : vErrors.concat(validate44.errors);
errors = vErrors.length;
}
validate43.errors = vErrors;
return errors === 0;
}
validate43.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const queryWalletsBody = bounded(validate46);
const schema63 = {"$ref":"api#/$defs/WalletsQuery","$id":"queryWalletsBody"};
const schema64 = {"type":"object","additionalProperties":false,"required":["dbPassword"],"properties":{"dbPassword":{"$ref":"api#/$defs/Password"}}};

function validate47(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate47.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.dbPassword === undefined) || (!(func0.call(data, "dbPassword")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "dbPassword"},message:"must have required property '"+"dbPassword"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.dbPassword !== undefined && func0.call(data, "dbPassword")){
let data0 = data.dbPassword;
if(typeof data0 === "string"){
if(func66(data0) > 1024){
const err1 = {instancePath:instancePath+"/dbPassword",schemaPath:"api#/$defs/Password/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!pattern5.test(data0)){
const err2 = {instancePath:instancePath+"/dbPassword",schemaPath:"api#/$defs/Password/rule",keyword:"rule",params:{},message:"must be a password without control characters (a line feed at its end, perhaps), and not empty"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/dbPassword",schemaPath:"api#/$defs/Password/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!(key0 === "dbPassword")){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["dbPassword"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate47.errors = vErrors;
return errors === 0;
}
validate47.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate46(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="queryWalletsBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate46.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate47(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate47.errors : vErrors.concat(validate47.errors);
errors = vErrors.length;
}
validate46.errors = vErrors;
return errors === 0;
}
validate46.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const generateWalletsBody = bounded(validate49);
const schema66 = {"$ref":"api#/$defs/WalletsGeneration","$id":"generateWalletsBody"};
const schema67 = {"type":"object","additionalProperties":false,"required":["dbPassword"],"properties":{"dbPassword":{"$ref":"api#/$defs/Password"},"seedSpecOpt":{"if":{"type":"null"},"else":{"$ref":"api#/$defs/NewSeed"}},"consumingDerivationPathOpt":{"$ref":"api#/$defs/DerivationPath"},"earningDerivationPathOpt":{"$ref":"api#/$defs/DerivationPath"}}};
const schema72 = {"type":["string","null"],"maxLength":128,"rule":{"pattern":"^m(?:/(?:[0-9]{1,9}|0[0-9]{9}|1[0-9]{9}|20[0-9]{8}|21[0-3][0-9]{7}|214[0-6][0-9]{6}|2147[0-3][0-9]{5}|21474[0-7][0-9]{4}|214748[0-2][0-9]{3}|2147483[0-5][0-9]{2}|21474836[0-3][0-9]|214748364[0-7])'?){1,10}$","words":"look like m/44'/60'/0'/0/0, that is m and one to ten numbers below 2147483648, each after a slash, an apostrophe where hardened"}};
const pattern13 = new RegExp("^m(?:/(?:[0-9]{1,9}|0[0-9]{9}|1[0-9]{9}|20[0-9]{8}|21[0-3][0-9]{7}|214[0-6][0-9]{6}|2147[0-3][0-9]{5}|21474[0-7][0-9]{4}|214748[0-2][0-9]{3}|2147483[0-5][0-9]{2}|21474836[0-3][0-9]|214748364[0-7])'?){1,10}$", "u");
const schema69 = {"type":"object","additionalProperties":false,"properties":{"mnemonicPhraseSizeOpt":{"enum":[12,15,18,21,24,"12","15","18","21","24",null]},"mnemonicPhraseLanguageOpt":{"$ref":"api#/$defs/MnemonicLanguage"},"mnemonicPassphraseOpt":{"$ref":"api#/$defs/MnemonicPassphrase"}}};
const schema70 = {"enum":["English","Chinese","Traditional Chinese","French","Italian","Japanese","Korean","Spanish",null]};
const schema71 = {"type":["string","null"],"maxLength":1024,"rule":{"pattern":"^[^\\u0000-\\u001F\\u007F-\\u009F]*$","words":"have no control characters (a line feed at its end, perhaps)"}};

function validate51(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate51.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.mnemonicPhraseSizeOpt !== undefined && func0.call(data, "mnemonicPhraseSizeOpt")){
let data0 = data.mnemonicPhraseSizeOpt;
if(!(((((((((((data0 === 12) || (data0 === 15)) || (data0 === 18)) || (data0 === 21)) || (data0 === 24)) || (data0 === "12")) || (data0 === "15")) || (data0 === "18")) || (data0 === "21")) || (data0 === "24")) || (data0 === null))){
const err0 = {instancePath:instancePath+"/mnemonicPhraseSizeOpt",schemaPath:"#/properties/mnemonicPhraseSizeOpt/enum",keyword:"enum",params:{allowedValues: schema69.properties.mnemonicPhraseSizeOpt.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.mnemonicPhraseLanguageOpt !== undefined && func0.call(data, "mnemonicPhraseLanguageOpt")){
let data1 = data.mnemonicPhraseLanguageOpt;
if(!(((((((((data1 === "English") || (data1 === "Chinese")) || (data1 === "Traditional Chinese")) || (data1 === "French")) || (data1 === "Italian")) || (data1 === "Japanese")) || (data1 === "Korean")) || (data1 === "Spanish")) || (data1 === null))){
const err1 = {instancePath:instancePath+"/mnemonicPhraseLanguageOpt",schemaPath:"api#/$defs/MnemonicLanguage/enum",keyword:"enum",params:{allowedValues: schema70.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.mnemonicPassphraseOpt !== undefined && func0.call(data, "mnemonicPassphraseOpt")){
let data2 = data.mnemonicPassphraseOpt;
if((typeof data2 !== "string") && (data2 !== null)){
const err2 = {instancePath:instancePath+"/mnemonicPassphraseOpt",schemaPath:"api#/$defs/MnemonicPassphrase/type",keyword:"type",params:{type: schema71.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(typeof data2 === "string"){
if(func66(data2) > 1024){
const err3 = {instancePath:instancePath+"/mnemonicPassphraseOpt",schemaPath:"api#/$defs/MnemonicPassphrase/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(!pattern4.test(data2)){
const err4 = {instancePath:instancePath+"/mnemonicPassphraseOpt",schemaPath:"api#/$defs/MnemonicPassphrase/rule",keyword:"rule",params:{},message:"must have no control characters (a line feed at its end, perhaps)"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "mnemonicPhraseSizeOpt") || (key0 === "mnemonicPhraseLanguageOpt")) || (key0 === "mnemonicPassphraseOpt"))){
const err5 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["mnemonicPhraseSizeOpt","mnemonicPhraseLanguageOpt","mnemonicPassphraseOpt"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
validate51.errors = vErrors;
return errors === 0;
}
validate51.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate50(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate50.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.dbPassword === undefined) || (!(func0.call(data, "dbPassword")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "dbPassword"},message:"must have required property '"+"dbPassword"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.dbPassword !== undefined && func0.call(data, "dbPassword")){
let data0 = data.dbPassword;
if(typeof data0 === "string"){
if(func66(data0) > 1024){
const err1 = {instancePath:instancePath+"/dbPassword",schemaPath:"api#/$defs/Password/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!pattern5.test(data0)){
const err2 = {instancePath:instancePath+"/dbPassword",schemaPath:"api#/$defs/Password/rule",keyword:"rule",params:{},message:"must be a password without control characters (a line feed at its end, perhaps), and not empty"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/dbPassword",schemaPath:"api#/$defs/Password/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.seedSpecOpt !== undefined && func0.call(data, "seedSpecOpt")){
let data1 = data.seedSpecOpt;
const _errs5 = errors;
let valid2 = true;
const _errs6 = errors;
if(data1 !== null){
const err4 = {};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var _valid0 = _errs6 === errors;
errors = _errs5;
if(vErrors !== null){
if(_errs5){
vErrors.length = _errs5;
}
else {
vErrors = null;
}
}
if(!_valid0){
const _errs8 = errors;
if(!(validate51(data1, {instancePath:instancePath+"/seedSpecOpt",parentData:data,parentDataProperty:"seedSpecOpt",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
var _valid0 = _errs8 === errors;
valid2 = _valid0;
}
if(!valid2){
const err5 = {instancePath:instancePath+"/seedSpecOpt",schemaPath:"#/properties/seedSpecOpt/if",keyword:"if",params:{failingKeyword: "else"},message:"must match \"else\" schema"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.consumingDerivationPathOpt !== undefined && func0.call(data, "consumingDerivationPathOpt")){
let data2 = data.consumingDerivationPathOpt;
if((typeof data2 !== "string") && (data2 !== null)){
const err6 = {instancePath:instancePath+"/consumingDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/type",keyword:"type",params:{type: schema72.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(typeof data2 === "string"){
if(func66(data2) > 128){
const err7 = {instancePath:instancePath+"/consumingDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!pattern13.test(data2)){
const err8 = {instancePath:instancePath+"/consumingDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/rule",keyword:"rule",params:{},message:"must look like m/44'/60'/0'/0/0, that is m and one to ten numbers below 2147483648, each after a slash, an apostrophe where hardened"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
if(data.earningDerivationPathOpt !== undefined && func0.call(data, "earningDerivationPathOpt")){
let data3 = data.earningDerivationPathOpt;
if((typeof data3 !== "string") && (data3 !== null)){
const err9 = {instancePath:instancePath+"/earningDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/type",keyword:"type",params:{type: schema72.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data3 === "string"){
if(func66(data3) > 128){
const err10 = {instancePath:instancePath+"/earningDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(!pattern13.test(data3)){
const err11 = {instancePath:instancePath+"/earningDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/rule",keyword:"rule",params:{},message:"must look like m/44'/60'/0'/0/0, that is m and one to ten numbers below 2147483648, each after a slash, an apostrophe where hardened"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "dbPassword") || (key0 === "seedSpecOpt")) || (key0 === "consumingDerivationPathOpt")) || (key0 === "earningDerivationPathOpt"))){
const err12 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["dbPassword","seedSpecOpt","consumingDerivationPathOpt","earningDerivationPathOpt"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
validate50.errors = vErrors;
return errors === 0;
}
validate50.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate49(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="generateWalletsBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate49.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate50(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
errors = vErrors.length;
}
validate49.errors = vErrors;
return errors === 0;
}
validate49.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const recoverWalletsBody = bounded(validate54);
const schema74 = {"$ref":"api#/$defs/WalletsRecovery","$id":"recoverWalletsBody"};
const schema75 = {"type":"object","additionalProperties":false,"required":["dbPassword"],"properties":{"dbPassword":{"$ref":"api#/$defs/Password"},"seedSpecOpt":{"if":{"type":"null"},"else":{"$ref":"api#/$defs/KnownSeed"}},"consumingDerivationPathOpt":{"$ref":"api#/$defs/DerivationPath"},"consumingPrivateKeyOpt":{"type":["string","null"],"rule":{"pattern":"^(?!0{64}$)(?![fF]{32})[0-9a-fA-F]{64}$","words":"be exactly 64 hexadecimal digits, without 0x before them, not zero and below the order of the secp256k1 curve"}},"earningDerivationPathOpt":{"$ref":"api#/$defs/DerivationPath"},"earningAddressOpt":{"type":["string","null"],"rule":{"pattern":"^0x[0-9a-fA-F]{40}$","words":"be 0x followed by exactly 40 hexadecimal digits"}}}};
const pattern19 = new RegExp("^(?!0{64}$)(?![fF]{32})[0-9a-fA-F]{64}$", "u");
const pattern21 = new RegExp("^0x[0-9a-fA-F]{40}$", "u");
const schema77 = {"type":"object","additionalProperties":false,"required":["mnemonicPhrase"],"properties":{"mnemonicPhrase":{"type":"array","minItems":12,"maxItems":24,"not":{"anyOf":[{"type":"array","minItems":13,"maxItems":14},{"type":"array","minItems":16,"maxItems":17},{"type":"array","minItems":19,"maxItems":20},{"type":"array","minItems":22,"maxItems":23}]},"x-rule":"have 12, 15, 18, 21 or 24 words","items":{"type":"string","maxLength":32,"rule":{"pattern":"^[^\\u0000-\\u0020\\u007F-\\u00A0]+$","words":"be one word"}}},"mnemonicPhraseLanguageOpt":{"$ref":"api#/$defs/MnemonicLanguage"},"mnemonicPassphraseOpt":{"$ref":"api#/$defs/MnemonicPassphrase"}}};
const pattern16 = new RegExp("^[^\\u0000-\\u0020\\u007F-\\u00A0]+$", "u");

function validate56(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate56.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.mnemonicPhrase === undefined) || (!(func0.call(data, "mnemonicPhrase")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "mnemonicPhrase"},message:"must have required property '"+"mnemonicPhrase"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.mnemonicPhrase !== undefined && func0.call(data, "mnemonicPhrase")){
let data0 = data.mnemonicPhrase;
const _errs3 = errors;
const _errs4 = errors;
const _errs5 = errors;
let valid2 = false;
const _errs6 = errors;
if(errors === _errs6){
if(Array.isArray(data0)){
if(data0.length > 14){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
else {
if(data0.length < 13){
const err2 = {};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
var _valid0 = _errs6 === errors;
valid2 = valid2 || _valid0;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data0)){
if(data0.length > 17){
const err4 = {};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
else {
if(data0.length < 16){
const err5 = {};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
var _valid0 = _errs8 === errors;
valid2 = valid2 || _valid0;
const _errs10 = errors;
if(errors === _errs10){
if(Array.isArray(data0)){
if(data0.length > 20){
const err7 = {};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
else {
if(data0.length < 19){
const err8 = {};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
var _valid0 = _errs10 === errors;
valid2 = valid2 || _valid0;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data0)){
if(data0.length > 23){
const err10 = {};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
else {
if(data0.length < 22){
const err11 = {};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
var _valid0 = _errs12 === errors;
valid2 = valid2 || _valid0;
if(!valid2){
const err13 = {};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
else {
errors = _errs5;
if(vErrors !== null){
if(_errs5){
vErrors.length = _errs5;
}
else {
vErrors = null;
}
}
}
var valid1 = _errs4 === errors;
if(valid1){
const err14 = {instancePath:instancePath+"/mnemonicPhrase",schemaPath:"#/properties/mnemonicPhrase/not",keyword:"not",params:{},message:"must have 12, 15, 18, 21 or 24 words"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
else {
errors = _errs3;
if(vErrors !== null){
if(_errs3){
vErrors.length = _errs3;
}
else {
vErrors = null;
}
}
}
if(Array.isArray(data0)){
if(data0.length > 24){
const err15 = {instancePath:instancePath+"/mnemonicPhrase",schemaPath:"#/properties/mnemonicPhrase/maxItems",keyword:"maxItems",params:{limit: 24},message:"must NOT have more than 24 items"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data0.length < 12){
const err16 = {instancePath:instancePath+"/mnemonicPhrase",schemaPath:"#/properties/mnemonicPhrase/minItems",keyword:"minItems",params:{limit: 12},message:"must NOT have fewer than 12 items"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func66(data1) > 32){
const err17 = {instancePath:instancePath+"/mnemonicPhrase/" + i0,schemaPath:"#/properties/mnemonicPhrase/items/maxLength",keyword:"maxLength",params:{limit: 32},message:"must NOT have more than 32 characters"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(!pattern16.test(data1)){
const err18 = {instancePath:instancePath+"/mnemonicPhrase/" + i0,schemaPath:"#/properties/mnemonicPhrase/items/rule",keyword:"rule",params:{},message:"must be one word"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/mnemonicPhrase/" + i0,schemaPath:"#/properties/mnemonicPhrase/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/mnemonicPhrase",schemaPath:"#/properties/mnemonicPhrase/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.mnemonicPhraseLanguageOpt !== undefined && func0.call(data, "mnemonicPhraseLanguageOpt")){
let data2 = data.mnemonicPhraseLanguageOpt;
if(!(((((((((data2 === "English") || (data2 === "Chinese")) || (data2 === "Traditional Chinese")) || (data2 === "French")) || (data2 === "Italian")) || (data2 === "Japanese")) || (data2 === "Korean")) || (data2 === "Spanish")) || (data2 === null))){
const err21 = {instancePath:instancePath+"/mnemonicPhraseLanguageOpt",schemaPath:"api#/$defs/MnemonicLanguage/enum",keyword:"enum",params:{allowedValues: schema70.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.mnemonicPassphraseOpt !== undefined && func0.call(data, "mnemonicPassphraseOpt")){
let data3 = data.mnemonicPassphraseOpt;
if((typeof data3 !== "string") && (data3 !== null)){
const err22 = {instancePath:instancePath+"/mnemonicPassphraseOpt",schemaPath:"api#/$defs/MnemonicPassphrase/type",keyword:"type",params:{type: schema71.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(typeof data3 === "string"){
if(func66(data3) > 1024){
const err23 = {instancePath:instancePath+"/mnemonicPassphraseOpt",schemaPath:"api#/$defs/MnemonicPassphrase/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(!pattern4.test(data3)){
const err24 = {instancePath:instancePath+"/mnemonicPassphraseOpt",schemaPath:"api#/$defs/MnemonicPassphrase/rule",keyword:"rule",params:{},message:"must have no control characters (a line feed at its end, perhaps)"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "mnemonicPhrase") || (key0 === "mnemonicPhraseLanguageOpt")) || (key0 === "mnemonicPassphraseOpt"))){
const err25 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["mnemonicPhrase","mnemonicPhraseLanguageOpt","mnemonicPassphraseOpt"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
validate56.errors = vErrors;
return errors === 0;
}
validate56.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate55(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate55.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.dbPassword === undefined) || (!(func0.call(data, "dbPassword")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "dbPassword"},message:"must have required property '"+"dbPassword"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.dbPassword !== undefined && func0.call(data, "dbPassword")){
let data0 = data.dbPassword;
if(typeof data0 === "string"){
if(func66(data0) > 1024){
const err1 = {instancePath:instancePath+"/dbPassword",schemaPath:"api#/$defs/Password/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!pattern5.test(data0)){
const err2 = {instancePath:instancePath+"/dbPassword",schemaPath:"api#/$defs/Password/rule",keyword:"rule",params:{},message:"must be a password without control characters (a line feed at its end, perhaps), and not empty"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/dbPassword",schemaPath:"api#/$defs/Password/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.seedSpecOpt !== undefined && func0.call(data, "seedSpecOpt")){
let data1 = data.seedSpecOpt;
const _errs5 = errors;
let valid2 = true;
const _errs6 = errors;
if(data1 !== null){
const err4 = {};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var _valid0 = _errs6 === errors;
errors = _errs5;
if(vErrors !== null){
if(_errs5){
vErrors.length = _errs5;
}
else {
vErrors = null;
}
}
if(!_valid0){
const _errs8 = errors;
if(!(validate56(data1, {instancePath:instancePath+"/seedSpecOpt",parentData:data,parentDataProperty:"seedSpecOpt",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
var _valid0 = _errs8 === errors;
valid2 = _valid0;
}
if(!valid2){
const err5 = {instancePath:instancePath+"/seedSpecOpt",schemaPath:"#/properties/seedSpecOpt/if",keyword:"if",params:{failingKeyword: "else"},message:"must match \"else\" schema"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.consumingDerivationPathOpt !== undefined && func0.call(data, "consumingDerivationPathOpt")){
let data2 = data.consumingDerivationPathOpt;
if((typeof data2 !== "string") && (data2 !== null)){
const err6 = {instancePath:instancePath+"/consumingDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/type",keyword:"type",params:{type: schema72.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(typeof data2 === "string"){
if(func66(data2) > 128){
const err7 = {instancePath:instancePath+"/consumingDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!pattern13.test(data2)){
const err8 = {instancePath:instancePath+"/consumingDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/rule",keyword:"rule",params:{},message:"must look like m/44'/60'/0'/0/0, that is m and one to ten numbers below 2147483648, each after a slash, an apostrophe where hardened"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
if(data.consumingPrivateKeyOpt !== undefined && func0.call(data, "consumingPrivateKeyOpt")){
let data3 = data.consumingPrivateKeyOpt;
if((typeof data3 !== "string") && (data3 !== null)){
const err9 = {instancePath:instancePath+"/consumingPrivateKeyOpt",schemaPath:"#/properties/consumingPrivateKeyOpt/type",keyword:"type",params:{type: schema75.properties.consumingPrivateKeyOpt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data3 === "string"){
if(!pattern19.test(data3)){
const err10 = {instancePath:instancePath+"/consumingPrivateKeyOpt",schemaPath:"#/properties/consumingPrivateKeyOpt/rule",keyword:"rule",params:{},message:"must be exactly 64 hexadecimal digits, without 0x before them, not zero and below the order of the secp256k1 curve"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data.earningDerivationPathOpt !== undefined && func0.call(data, "earningDerivationPathOpt")){
let data4 = data.earningDerivationPathOpt;
if((typeof data4 !== "string") && (data4 !== null)){
const err11 = {instancePath:instancePath+"/earningDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/type",keyword:"type",params:{type: schema72.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(typeof data4 === "string"){
if(func66(data4) > 128){
const err12 = {instancePath:instancePath+"/earningDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(!pattern13.test(data4)){
const err13 = {instancePath:instancePath+"/earningDerivationPathOpt",schemaPath:"api#/$defs/DerivationPath/rule",keyword:"rule",params:{},message:"must look like m/44'/60'/0'/0/0, that is m and one to ten numbers below 2147483648, each after a slash, an apostrophe where hardened"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data.earningAddressOpt !== undefined && func0.call(data, "earningAddressOpt")){
let data5 = data.earningAddressOpt;
if((typeof data5 !== "string") && (data5 !== null)){
const err14 = {instancePath:instancePath+"/earningAddressOpt",schemaPath:"#/properties/earningAddressOpt/type",keyword:"type",params:{type: schema75.properties.earningAddressOpt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(typeof data5 === "string"){
if(!pattern21.test(data5)){
const err15 = {instancePath:instancePath+"/earningAddressOpt",schemaPath:"#/properties/earningAddressOpt/rule",keyword:"rule",params:{},message:"must be 0x followed by exactly 40 hexadecimal digits"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
for(const key0 of Object.keys(data)){
if(!((((((key0 === "dbPassword") || (key0 === "seedSpecOpt")) || (key0 === "consumingDerivationPathOpt")) || (key0 === "consumingPrivateKeyOpt")) || (key0 === "earningDerivationPathOpt")) || (key0 === "earningAddressOpt"))){
const err16 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["dbPassword","seedSpecOpt","consumingDerivationPathOpt","consumingPrivateKeyOpt","earningDerivationPathOpt","earningAddressOpt"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
validate55.errors = vErrors;
return errors === 0;
}
validate55.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate54(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="recoverWalletsBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate54.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate55(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
validate54.errors = vErrors;
return errors === 0;
}
validate54.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const getFinancialsQuery = bounded(validate59);
const schema82 = {"type":"object","properties":{"stats":{"enum":["true","false",true,false]},"top":{"exactInteger":{"minimum":"0","maximum":"200","also":[],"number":true,"decimal":true}},"orderedBy":{"type":"string","enum":["age","balance"]}},"additionalProperties":false,"$id":"getFinancialsQuery"};

function validate59(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="getFinancialsQuery" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate59.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.stats !== undefined && func0.call(data, "stats")){
let data0 = data.stats;
if(!((((data0 === "true") || (data0 === "false")) || (data0 === true)) || (data0 === false))){
const err0 = {instancePath:instancePath+"/stats",schemaPath:"#/properties/stats/enum",keyword:"enum",params:{allowedValues: schema82.properties.stats.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.top !== undefined && func0.call(data, "top")){
let data1 = data.top;
if(!(true && (Number.isSafeInteger(data1) || typeof data1 == "bigint") && data1 >= 0n && data1 <= 200n || typeof data1 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data1) && BigInt(data1) >= 0n && BigInt(data1) <= 200n)){
const err1 = {instancePath:instancePath+"/top",schemaPath:"#/properties/top/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "200"},message:"must be a whole number from 0 to 200"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.orderedBy !== undefined && func0.call(data, "orderedBy")){
let data2 = data.orderedBy;
if(typeof data2 !== "string"){
const err2 = {instancePath:instancePath+"/orderedBy",schemaPath:"#/properties/orderedBy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!((data2 === "age") || (data2 === "balance"))){
const err3 = {instancePath:instancePath+"/orderedBy",schemaPath:"#/properties/orderedBy/enum",keyword:"enum",params:{allowedValues: schema82.properties.orderedBy.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!(((key0 === "stats") || (key0 === "top")) || (key0 === "orderedBy"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["stats","top","orderedBy"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate59.errors = vErrors;
return errors === 0;
}
validate59.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const queryFinancialsBody = bounded(validate60);
const schema83 = {"$ref":"api#/$defs/FinancialsQuery","$id":"queryFinancialsBody"};
const schema84 = {"type":"object","additionalProperties":false,"required":["statsRequired"],"properties":{"statsRequired":{"type":"boolean"},"topRecordsOpt":{"if":{"type":"null"},"else":{"$ref":"api#/$defs/TopRecords"}},"customQueriesOpt":{"if":{"type":"null"},"else":{"$ref":"api#/$defs/CustomQueries"}}}};
const schema85 = {"type":"object","additionalProperties":false,"required":["count","orderedBy"],"properties":{"count":{"type":"integer","minimum":0,"maximum":200},"orderedBy":{"type":"string","enum":["Age","Balance"]}}};
const schema86 = {"type":"object","additionalProperties":false,"properties":{"payableOpt":{"if":{"type":"null"},"else":{"$ref":"api#/$defs/PayableRange"}},"receivableOpt":{"if":{"type":"null"},"else":{"$ref":"api#/$defs/ReceivableRange"}}}};
const schema87 = {"type":"object","additionalProperties":false,"required":["minAgeS","maxAgeS","minAmountGwei","maxAmountGwei"],"properties":{"minAgeS":{"$ref":"api#/$defs/UnsignedText"},"maxAgeS":{"$ref":"api#/$defs/UnsignedText"},"minAmountGwei":{"$ref":"api#/$defs/UnsignedText"},"maxAmountGwei":{"$ref":"api#/$defs/UnsignedText"}}};
const schema88 = {"exactInteger":{"minimum":"0","maximum":"18446744073709551615","also":[],"number":true,"decimal":true}};

function validate63(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate63.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.minAgeS === undefined) || (!(func0.call(data, "minAgeS")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "minAgeS"},message:"must have required property '"+"minAgeS"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.maxAgeS === undefined) || (!(func0.call(data, "maxAgeS")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "maxAgeS"},message:"must have required property '"+"maxAgeS"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.minAmountGwei === undefined) || (!(func0.call(data, "minAmountGwei")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "minAmountGwei"},message:"must have required property '"+"minAmountGwei"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.maxAmountGwei === undefined) || (!(func0.call(data, "maxAmountGwei")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "maxAmountGwei"},message:"must have required property '"+"maxAmountGwei"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.minAgeS !== undefined && func0.call(data, "minAgeS")){
let data0 = data.minAgeS;
if(!(true && (Number.isSafeInteger(data0) || typeof data0 == "bigint") && data0 >= 0n && data0 <= 18446744073709551615n || typeof data0 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data0) && BigInt(data0) >= 0n && BigInt(data0) <= 18446744073709551615n)){
const err4 = {instancePath:instancePath+"/minAgeS",schemaPath:"api#/$defs/UnsignedText/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "18446744073709551615"},message:"must be a whole number from 0 to 18446744073709551615"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.maxAgeS !== undefined && func0.call(data, "maxAgeS")){
let data1 = data.maxAgeS;
if(!(true && (Number.isSafeInteger(data1) || typeof data1 == "bigint") && data1 >= 0n && data1 <= 18446744073709551615n || typeof data1 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data1) && BigInt(data1) >= 0n && BigInt(data1) <= 18446744073709551615n)){
const err5 = {instancePath:instancePath+"/maxAgeS",schemaPath:"api#/$defs/UnsignedText/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "18446744073709551615"},message:"must be a whole number from 0 to 18446744073709551615"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.minAmountGwei !== undefined && func0.call(data, "minAmountGwei")){
let data2 = data.minAmountGwei;
if(!(true && (Number.isSafeInteger(data2) || typeof data2 == "bigint") && data2 >= 0n && data2 <= 18446744073709551615n || typeof data2 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data2) && BigInt(data2) >= 0n && BigInt(data2) <= 18446744073709551615n)){
const err6 = {instancePath:instancePath+"/minAmountGwei",schemaPath:"api#/$defs/UnsignedText/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "18446744073709551615"},message:"must be a whole number from 0 to 18446744073709551615"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.maxAmountGwei !== undefined && func0.call(data, "maxAmountGwei")){
let data3 = data.maxAmountGwei;
if(!(true && (Number.isSafeInteger(data3) || typeof data3 == "bigint") && data3 >= 0n && data3 <= 18446744073709551615n || typeof data3 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data3) && BigInt(data3) >= 0n && BigInt(data3) <= 18446744073709551615n)){
const err7 = {instancePath:instancePath+"/maxAmountGwei",schemaPath:"api#/$defs/UnsignedText/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "18446744073709551615"},message:"must be a whole number from 0 to 18446744073709551615"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "minAgeS") || (key0 === "maxAgeS")) || (key0 === "minAmountGwei")) || (key0 === "maxAmountGwei"))){
const err8 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["minAgeS","maxAgeS","minAmountGwei","maxAmountGwei"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate63.errors = vErrors;
return errors === 0;
}
validate63.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema92 = {"type":"object","additionalProperties":false,"required":["minAgeS","maxAgeS","minAmountGwei","maxAmountGwei"],"properties":{"minAgeS":{"$ref":"api#/$defs/UnsignedText"},"maxAgeS":{"$ref":"api#/$defs/UnsignedText"},"minAmountGwei":{"$ref":"api#/$defs/SignedText"},"maxAmountGwei":{"$ref":"api#/$defs/SignedText"}}};
const schema95 = {"exactInteger":{"minimum":"-9223372036854775808","maximum":"9223372036854775807","also":[],"number":true,"decimal":true}};

function validate65(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate65.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.minAgeS === undefined) || (!(func0.call(data, "minAgeS")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "minAgeS"},message:"must have required property '"+"minAgeS"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.maxAgeS === undefined) || (!(func0.call(data, "maxAgeS")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "maxAgeS"},message:"must have required property '"+"maxAgeS"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if((data.minAmountGwei === undefined) || (!(func0.call(data, "minAmountGwei")))){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "minAmountGwei"},message:"must have required property '"+"minAmountGwei"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((data.maxAmountGwei === undefined) || (!(func0.call(data, "maxAmountGwei")))){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "maxAmountGwei"},message:"must have required property '"+"maxAmountGwei"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.minAgeS !== undefined && func0.call(data, "minAgeS")){
let data0 = data.minAgeS;
if(!(true && (Number.isSafeInteger(data0) || typeof data0 == "bigint") && data0 >= 0n && data0 <= 18446744073709551615n || typeof data0 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data0) && BigInt(data0) >= 0n && BigInt(data0) <= 18446744073709551615n)){
const err4 = {instancePath:instancePath+"/minAgeS",schemaPath:"api#/$defs/UnsignedText/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "18446744073709551615"},message:"must be a whole number from 0 to 18446744073709551615"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.maxAgeS !== undefined && func0.call(data, "maxAgeS")){
let data1 = data.maxAgeS;
if(!(true && (Number.isSafeInteger(data1) || typeof data1 == "bigint") && data1 >= 0n && data1 <= 18446744073709551615n || typeof data1 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data1) && BigInt(data1) >= 0n && BigInt(data1) <= 18446744073709551615n)){
const err5 = {instancePath:instancePath+"/maxAgeS",schemaPath:"api#/$defs/UnsignedText/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "18446744073709551615"},message:"must be a whole number from 0 to 18446744073709551615"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.minAmountGwei !== undefined && func0.call(data, "minAmountGwei")){
let data2 = data.minAmountGwei;
if(!(true && (Number.isSafeInteger(data2) || typeof data2 == "bigint") && data2 >= -9223372036854775808n && data2 <= 9223372036854775807n || typeof data2 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data2) && BigInt(data2) >= -9223372036854775808n && BigInt(data2) <= 9223372036854775807n)){
const err6 = {instancePath:instancePath+"/minAmountGwei",schemaPath:"api#/$defs/SignedText/exactInteger",keyword:"exactInteger",params:{minimum: "-9223372036854775808", maximum: "9223372036854775807"},message:"must be a whole number from -9223372036854775808 to 9223372036854775807"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.maxAmountGwei !== undefined && func0.call(data, "maxAmountGwei")){
let data3 = data.maxAmountGwei;
if(!(true && (Number.isSafeInteger(data3) || typeof data3 == "bigint") && data3 >= -9223372036854775808n && data3 <= 9223372036854775807n || typeof data3 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data3) && BigInt(data3) >= -9223372036854775808n && BigInt(data3) <= 9223372036854775807n)){
const err7 = {instancePath:instancePath+"/maxAmountGwei",schemaPath:"api#/$defs/SignedText/exactInteger",keyword:"exactInteger",params:{minimum: "-9223372036854775808", maximum: "9223372036854775807"},message:"must be a whole number from -9223372036854775808 to 9223372036854775807"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "minAgeS") || (key0 === "maxAgeS")) || (key0 === "minAmountGwei")) || (key0 === "maxAmountGwei"))){
const err8 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["minAgeS","maxAgeS","minAmountGwei","maxAmountGwei"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate65.errors = vErrors;
return errors === 0;
}
validate65.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate62(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate62.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.payableOpt !== undefined && func0.call(data, "payableOpt")){
let data0 = data.payableOpt;
const _errs2 = errors;
let valid1 = true;
const _errs3 = errors;
if(data0 !== null){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs3 === errors;
errors = _errs2;
if(vErrors !== null){
if(_errs2){
vErrors.length = _errs2;
}
else {
vErrors = null;
}
}
if(!_valid0){
const _errs5 = errors;
if(!(validate63(data0, {instancePath:instancePath+"/payableOpt",parentData:data,parentDataProperty:"payableOpt",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate63.errors : vErrors.concat(validate63.errors);
errors = vErrors.length;
}
var _valid0 = _errs5 === errors;
valid1 = _valid0;
}
if(!valid1){
const err1 = {instancePath:instancePath+"/payableOpt",schemaPath:"#/properties/payableOpt/if",keyword:"if",params:{failingKeyword: "else"},message:"must match \"else\" schema"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.receivableOpt !== undefined && func0.call(data, "receivableOpt")){
let data1 = data.receivableOpt;
const _errs7 = errors;
let valid2 = true;
const _errs8 = errors;
if(data1 !== null){
const err2 = {};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid1 = _errs8 === errors;
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
if(!_valid1){
const _errs10 = errors;
if(!(validate65(data1, {instancePath:instancePath+"/receivableOpt",parentData:data,parentDataProperty:"receivableOpt",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate65.errors : vErrors.concat(validate65.errors);
errors = vErrors.length;
}
var _valid1 = _errs10 === errors;
valid2 = _valid1;
}
if(!valid2){
const err3 = {instancePath:instancePath+"/receivableOpt",schemaPath:"#/properties/receivableOpt/if",keyword:"if",params:{failingKeyword: "else"},message:"must match \"else\" schema"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!((key0 === "payableOpt") || (key0 === "receivableOpt"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["payableOpt","receivableOpt"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate62.errors = vErrors;
return errors === 0;
}
validate62.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate61(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate61.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.statsRequired === undefined) || (!(func0.call(data, "statsRequired")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "statsRequired"},message:"must have required property '"+"statsRequired"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.statsRequired !== undefined && func0.call(data, "statsRequired")){
if(typeof data.statsRequired !== "boolean"){
const err1 = {instancePath:instancePath+"/statsRequired",schemaPath:"#/properties/statsRequired/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.topRecordsOpt !== undefined && func0.call(data, "topRecordsOpt")){
let data1 = data.topRecordsOpt;
const _errs4 = errors;
let valid1 = true;
const _errs5 = errors;
if(data1 !== null){
const err2 = {};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs5 === errors;
errors = _errs4;
if(vErrors !== null){
if(_errs4){
vErrors.length = _errs4;
}
else {
vErrors = null;
}
}
if(!_valid0){
const _errs7 = errors;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if((data1.count === undefined) || (!(func0.call(data1, "count")))){
const err3 = {instancePath:instancePath+"/topRecordsOpt",schemaPath:"api#/$defs/TopRecords/required",keyword:"required",params:{missingProperty: "count"},message:"must have required property '"+"count"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if((data1.orderedBy === undefined) || (!(func0.call(data1, "orderedBy")))){
const err4 = {instancePath:instancePath+"/topRecordsOpt",schemaPath:"api#/$defs/TopRecords/required",keyword:"required",params:{missingProperty: "orderedBy"},message:"must have required property '"+"orderedBy"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data1.count !== undefined && func0.call(data1, "count")){
let data2 = data1.count;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err5 = {instancePath:instancePath+"/topRecordsOpt/count",schemaPath:"api#/$defs/TopRecords/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 200 || isNaN(data2)){
const err6 = {instancePath:instancePath+"/topRecordsOpt/count",schemaPath:"api#/$defs/TopRecords/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 200},message:"must be <= 200"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data2 < 0 || isNaN(data2)){
const err7 = {instancePath:instancePath+"/topRecordsOpt/count",schemaPath:"api#/$defs/TopRecords/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
if(data1.orderedBy !== undefined && func0.call(data1, "orderedBy")){
let data3 = data1.orderedBy;
if(typeof data3 !== "string"){
const err8 = {instancePath:instancePath+"/topRecordsOpt/orderedBy",schemaPath:"api#/$defs/TopRecords/properties/orderedBy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!((data3 === "Age") || (data3 === "Balance"))){
const err9 = {instancePath:instancePath+"/topRecordsOpt/orderedBy",schemaPath:"api#/$defs/TopRecords/properties/orderedBy/enum",keyword:"enum",params:{allowedValues: schema85.properties.orderedBy.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
for(const key0 of Object.keys(data1)){
if(!((key0 === "count") || (key0 === "orderedBy"))){
const err10 = {instancePath:instancePath+"/topRecordsOpt",schemaPath:"api#/$defs/TopRecords/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["count","orderedBy"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/topRecordsOpt",schemaPath:"api#/$defs/TopRecords/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
var _valid0 = _errs7 === errors;
valid1 = _valid0;
}
if(!valid1){
const err12 = {instancePath:instancePath+"/topRecordsOpt",schemaPath:"#/properties/topRecordsOpt/if",keyword:"if",params:{failingKeyword: "else"},message:"must match \"else\" schema"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.customQueriesOpt !== undefined && func0.call(data, "customQueriesOpt")){
let data4 = data.customQueriesOpt;
const _errs16 = errors;
let valid4 = true;
const _errs17 = errors;
if(data4 !== null){
const err13 = {};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
var _valid1 = _errs17 === errors;
errors = _errs16;
if(vErrors !== null){
if(_errs16){
vErrors.length = _errs16;
}
else {
vErrors = null;
}
}
if(!_valid1){
const _errs19 = errors;
if(!(validate62(data4, {instancePath:instancePath+"/customQueriesOpt",parentData:data,parentDataProperty:"customQueriesOpt",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate62.errors : vErrors.concat(validate62.errors);
errors = vErrors.length;
}
var _valid1 = _errs19 === errors;
valid4 = _valid1;
}
if(!valid4){
const err14 = {instancePath:instancePath+"/customQueriesOpt",schemaPath:"#/properties/customQueriesOpt/if",keyword:"if",params:{failingKeyword: "else"},message:"must match \"else\" schema"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
for(const key1 of Object.keys(data)){
if(!(((key1 === "statsRequired") || (key1 === "topRecordsOpt")) || (key1 === "customQueriesOpt"))){
const err15 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1, known: ["statsRequired","topRecordsOpt","customQueriesOpt"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
validate61.errors = vErrors;
return errors === 0;
}
validate61.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate60(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="queryFinancialsBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate60.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate61(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate61.errors : vErrors.concat(validate61.errors);
errors = vErrors.length;
}
validate60.errors = vErrors;
return errors === 0;
}
validate60.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const startScanBody = bounded(validate69);
const schema97 = {"$ref":"api#/$defs/ScanStart","$id":"startScanBody"};
const schema98 = {"type":"object","additionalProperties":false,"required":["scanType"],"properties":{"scanType":{"$ref":"api#/$defs/ScanType"}}};
const schema99 = {"type":"string","enum":["Payables","Receivables","PendingPayables"]};

function validate70(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate70.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.scanType === undefined) || (!(func0.call(data, "scanType")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "scanType"},message:"must have required property '"+"scanType"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.scanType !== undefined && func0.call(data, "scanType")){
let data0 = data.scanType;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/scanType",schemaPath:"api#/$defs/ScanType/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!(((data0 === "Payables") || (data0 === "Receivables")) || (data0 === "PendingPayables"))){
const err2 = {instancePath:instancePath+"/scanType",schemaPath:"api#/$defs/ScanType/enum",keyword:"enum",params:{allowedValues: schema99.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!(key0 === "scanType")){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["scanType"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
validate70.errors = vErrors;
return errors === 0;
}
validate70.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate69(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="startScanBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate69.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate70(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate70.errors : vErrors.concat(validate70.errors);
errors = vErrors.length;
}
validate69.errors = vErrors;
return errors === 0;
}
validate69.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const putExitLocationBody = bounded(validate72);
const schema100 = {"$ref":"api#/$defs/ExitLocationChange","$id":"putExitLocationBody"};
const schema101 = {"type":"object","additionalProperties":false,"required":["fallbackRouting","exitLocations"],"properties":{"fallbackRouting":{"type":"boolean"},"exitLocations":{"type":"array","maxItems":250,"items":{"$ref":"api#/$defs/ExitChoice"}}}};
const schema102 = {"type":"object","additionalProperties":false,"required":["countryCodes","priority"],"properties":{"countryCodes":{"type":"array","minItems":1,"maxItems":250,"items":{"type":"string","rule":{"pattern":"^[A-Z]{2}$","words":"be a country code of two capital letters"}}},"priority":{"exactInteger":{"minimum":"1","maximum":"1000","also":[],"number":true,"decimal":true}}}};
const pattern22 = new RegExp("^[A-Z]{2}$", "u");

function validate73(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate73.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.fallbackRouting === undefined) || (!(func0.call(data, "fallbackRouting")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "fallbackRouting"},message:"must have required property '"+"fallbackRouting"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.exitLocations === undefined) || (!(func0.call(data, "exitLocations")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "exitLocations"},message:"must have required property '"+"exitLocations"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.fallbackRouting !== undefined && func0.call(data, "fallbackRouting")){
if(typeof data.fallbackRouting !== "boolean"){
const err2 = {instancePath:instancePath+"/fallbackRouting",schemaPath:"#/properties/fallbackRouting/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.exitLocations !== undefined && func0.call(data, "exitLocations")){
let data1 = data.exitLocations;
if(Array.isArray(data1)){
if(data1.length > 250){
const err3 = {instancePath:instancePath+"/exitLocations",schemaPath:"#/properties/exitLocations/maxItems",keyword:"maxItems",params:{limit: 250},message:"must NOT have more than 250 items"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if((data2.countryCodes === undefined) || (!(func0.call(data2, "countryCodes")))){
const err4 = {instancePath:instancePath+"/exitLocations/" + i0,schemaPath:"api#/$defs/ExitChoice/required",keyword:"required",params:{missingProperty: "countryCodes"},message:"must have required property '"+"countryCodes"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if((data2.priority === undefined) || (!(func0.call(data2, "priority")))){
const err5 = {instancePath:instancePath+"/exitLocations/" + i0,schemaPath:"api#/$defs/ExitChoice/required",keyword:"required",params:{missingProperty: "priority"},message:"must have required property '"+"priority"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data2.countryCodes !== undefined && func0.call(data2, "countryCodes")){
let data3 = data2.countryCodes;
if(Array.isArray(data3)){
if(data3.length > 250){
const err6 = {instancePath:instancePath+"/exitLocations/" + i0+"/countryCodes",schemaPath:"api#/$defs/ExitChoice/properties/countryCodes/maxItems",keyword:"maxItems",params:{limit: 250},message:"must NOT have more than 250 items"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data3.length < 1){
const err7 = {instancePath:instancePath+"/exitLocations/" + i0+"/countryCodes",schemaPath:"api#/$defs/ExitChoice/properties/countryCodes/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(typeof data4 === "string"){
if(!pattern22.test(data4)){
const err8 = {instancePath:instancePath+"/exitLocations/" + i0+"/countryCodes/" + i1,schemaPath:"api#/$defs/ExitChoice/properties/countryCodes/items/rule",keyword:"rule",params:{},message:"must be a country code of two capital letters"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/exitLocations/" + i0+"/countryCodes/" + i1,schemaPath:"api#/$defs/ExitChoice/properties/countryCodes/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/exitLocations/" + i0+"/countryCodes",schemaPath:"api#/$defs/ExitChoice/properties/countryCodes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data2.priority !== undefined && func0.call(data2, "priority")){
let data5 = data2.priority;
if(!(true && (Number.isSafeInteger(data5) || typeof data5 == "bigint") && data5 >= 1n && data5 <= 1000n || typeof data5 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data5) && BigInt(data5) >= 1n && BigInt(data5) <= 1000n)){
const err11 = {instancePath:instancePath+"/exitLocations/" + i0+"/priority",schemaPath:"api#/$defs/ExitChoice/properties/priority/exactInteger",keyword:"exactInteger",params:{minimum: "1", maximum: "1000"},message:"must be a whole number from 1 to 1000"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
for(const key0 of Object.keys(data2)){
if(!((key0 === "countryCodes") || (key0 === "priority"))){
const err12 = {instancePath:instancePath+"/exitLocations/" + i0,schemaPath:"api#/$defs/ExitChoice/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["countryCodes","priority"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/exitLocations/" + i0,schemaPath:"api#/$defs/ExitChoice/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/exitLocations",schemaPath:"#/properties/exitLocations/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
for(const key1 of Object.keys(data)){
if(!((key1 === "fallbackRouting") || (key1 === "exitLocations"))){
const err15 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1, known: ["fallbackRouting","exitLocations"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
validate73.errors = vErrors;
return errors === 0;
}
validate73.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate72(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="putExitLocationBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate72.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate73(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate73.errors : vErrors.concat(validate73.errors);
errors = vErrors.length;
}
validate72.errors = vErrors;
return errors === 0;
}
validate72.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const applyAndListExitLocationBody = bounded(validate75);
const schema103 = {"$ref":"api#/$defs/ExitLocationChange","$id":"applyAndListExitLocationBody"};

function validate76(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate76.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if((data.fallbackRouting === undefined) || (!(func0.call(data, "fallbackRouting")))){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "fallbackRouting"},message:"must have required property '"+"fallbackRouting"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if((data.exitLocations === undefined) || (!(func0.call(data, "exitLocations")))){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "exitLocations"},message:"must have required property '"+"exitLocations"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.fallbackRouting !== undefined && func0.call(data, "fallbackRouting")){
if(typeof data.fallbackRouting !== "boolean"){
const err2 = {instancePath:instancePath+"/fallbackRouting",schemaPath:"#/properties/fallbackRouting/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.exitLocations !== undefined && func0.call(data, "exitLocations")){
let data1 = data.exitLocations;
if(Array.isArray(data1)){
if(data1.length > 250){
const err3 = {instancePath:instancePath+"/exitLocations",schemaPath:"#/properties/exitLocations/maxItems",keyword:"maxItems",params:{limit: 250},message:"must NOT have more than 250 items"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if((data2.countryCodes === undefined) || (!(func0.call(data2, "countryCodes")))){
const err4 = {instancePath:instancePath+"/exitLocations/" + i0,schemaPath:"api#/$defs/ExitChoice/required",keyword:"required",params:{missingProperty: "countryCodes"},message:"must have required property '"+"countryCodes"+"'"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if((data2.priority === undefined) || (!(func0.call(data2, "priority")))){
const err5 = {instancePath:instancePath+"/exitLocations/" + i0,schemaPath:"api#/$defs/ExitChoice/required",keyword:"required",params:{missingProperty: "priority"},message:"must have required property '"+"priority"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data2.countryCodes !== undefined && func0.call(data2, "countryCodes")){
let data3 = data2.countryCodes;
if(Array.isArray(data3)){
if(data3.length > 250){
const err6 = {instancePath:instancePath+"/exitLocations/" + i0+"/countryCodes",schemaPath:"api#/$defs/ExitChoice/properties/countryCodes/maxItems",keyword:"maxItems",params:{limit: 250},message:"must NOT have more than 250 items"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data3.length < 1){
const err7 = {instancePath:instancePath+"/exitLocations/" + i0+"/countryCodes",schemaPath:"api#/$defs/ExitChoice/properties/countryCodes/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(typeof data4 === "string"){
if(!pattern22.test(data4)){
const err8 = {instancePath:instancePath+"/exitLocations/" + i0+"/countryCodes/" + i1,schemaPath:"api#/$defs/ExitChoice/properties/countryCodes/items/rule",keyword:"rule",params:{},message:"must be a country code of two capital letters"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/exitLocations/" + i0+"/countryCodes/" + i1,schemaPath:"api#/$defs/ExitChoice/properties/countryCodes/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/exitLocations/" + i0+"/countryCodes",schemaPath:"api#/$defs/ExitChoice/properties/countryCodes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data2.priority !== undefined && func0.call(data2, "priority")){
let data5 = data2.priority;
if(!(true && (Number.isSafeInteger(data5) || typeof data5 == "bigint") && data5 >= 1n && data5 <= 1000n || typeof data5 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data5) && BigInt(data5) >= 1n && BigInt(data5) <= 1000n)){
const err11 = {instancePath:instancePath+"/exitLocations/" + i0+"/priority",schemaPath:"api#/$defs/ExitChoice/properties/priority/exactInteger",keyword:"exactInteger",params:{minimum: "1", maximum: "1000"},message:"must be a whole number from 1 to 1000"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
for(const key0 of Object.keys(data2)){
if(!((key0 === "countryCodes") || (key0 === "priority"))){
const err12 = {instancePath:instancePath+"/exitLocations/" + i0,schemaPath:"api#/$defs/ExitChoice/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["countryCodes","priority"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/exitLocations/" + i0,schemaPath:"api#/$defs/ExitChoice/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/exitLocations",schemaPath:"#/properties/exitLocations/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
for(const key1 of Object.keys(data)){
if(!((key1 === "fallbackRouting") || (key1 === "exitLocations"))){
const err15 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1, known: ["fallbackRouting","exitLocations"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
validate76.errors = vErrors;
return errors === 0;
}
validate76.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate75(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="applyAndListExitLocationBody" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate75.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate76(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate76.errors : vErrors.concat(validate76.errors);
errors = vErrors.length;
}
validate75.errors = vErrors;
return errors === 0;
}
validate75.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const streamEventsQuery = bounded(validate78);
const schema106 = {"type":"object","properties":{"opcode":{"type":["array","string"],"items":{"type":"string","pattern":"^[A-Za-z][A-Za-z.]{0,63}$"},"maxItems":32,"rule":{"pattern":"^(?:[A-Za-z][A-Za-z.]{0,63})(?:,(?:[A-Za-z][A-Za-z.]{0,63})){0,31}$","words":"be at most 32 names with commas between them"}},"minLogLevel":{"type":"string","enum":["Error","Warn","Info"]},"envelope":{"enum":["true","false",true,false]},"lastEventId":{"type":"string"}},"additionalProperties":false,"$id":"streamEventsQuery"};
const pattern24 = new RegExp("^(?:[A-Za-z][A-Za-z.]{0,63})(?:,(?:[A-Za-z][A-Za-z.]{0,63})){0,31}$", "u");
const pattern25 = new RegExp("^[A-Za-z][A-Za-z.]{0,63}$", "u");

function validate78(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="streamEventsQuery" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate78.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.opcode !== undefined && func0.call(data, "opcode")){
let data0 = data.opcode;
if((!(Array.isArray(data0))) && (typeof data0 !== "string")){
const err0 = {instancePath:instancePath+"/opcode",schemaPath:"#/properties/opcode/type",keyword:"type",params:{type: schema106.properties.opcode.type},message:"must be array,string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(typeof data0 === "string"){
if(!pattern24.test(data0)){
const err1 = {instancePath:instancePath+"/opcode",schemaPath:"#/properties/opcode/rule",keyword:"rule",params:{},message:"must be at most 32 names with commas between them"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(Array.isArray(data0)){
if(data0.length > 32){
const err2 = {instancePath:instancePath+"/opcode",schemaPath:"#/properties/opcode/maxItems",keyword:"maxItems",params:{limit: 32},message:"must NOT have more than 32 items"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(!pattern25.test(data1)){
const err3 = {instancePath:instancePath+"/opcode/" + i0,schemaPath:"#/properties/opcode/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z.]{0,63}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z.]{0,63}$"+"\""};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/opcode/" + i0,schemaPath:"#/properties/opcode/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
}
if(data.minLogLevel !== undefined && func0.call(data, "minLogLevel")){
let data2 = data.minLogLevel;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/minLogLevel",schemaPath:"#/properties/minLogLevel/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(!(((data2 === "Error") || (data2 === "Warn")) || (data2 === "Info"))){
const err6 = {instancePath:instancePath+"/minLogLevel",schemaPath:"#/properties/minLogLevel/enum",keyword:"enum",params:{allowedValues: schema106.properties.minLogLevel.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.envelope !== undefined && func0.call(data, "envelope")){
let data3 = data.envelope;
if(!((((data3 === "true") || (data3 === "false")) || (data3 === true)) || (data3 === false))){
const err7 = {instancePath:instancePath+"/envelope",schemaPath:"#/properties/envelope/enum",keyword:"enum",params:{allowedValues: schema106.properties.envelope.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.lastEventId !== undefined && func0.call(data, "lastEventId")){
if(typeof data.lastEventId !== "string"){
const err8 = {instancePath:instancePath+"/lastEventId",schemaPath:"#/properties/lastEventId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!((((key0 === "opcode") || (key0 === "minLogLevel")) || (key0 === "envelope")) || (key0 === "lastEventId"))){
const err9 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["opcode","minLogLevel","envelope","lastEventId"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate78.errors = vErrors;
return errors === 0;
}
validate78.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const getEventHistoryQuery = bounded(validate79);
const schema107 = {"type":"object","properties":{"since":{"type":"string","maxLength":64},"limit":{"exactInteger":{"minimum":"1","maximum":"1000","also":[],"number":true,"decimal":true}},"wait":{"exactInteger":{"minimum":"0","maximum":"300","also":[],"number":true,"decimal":true}},"opcode":{"type":["array","string"],"items":{"type":"string","pattern":"^[A-Za-z][A-Za-z.]{0,63}$"},"maxItems":32,"rule":{"pattern":"^(?:[A-Za-z][A-Za-z.]{0,63})(?:,(?:[A-Za-z][A-Za-z.]{0,63})){0,31}$","words":"be at most 32 names with commas between them"}},"minLogLevel":{"type":"string","enum":["Error","Warn","Info"]}},"additionalProperties":false,"$id":"getEventHistoryQuery"};

function validate79(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="getEventHistoryQuery" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate79.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.since !== undefined && func0.call(data, "since")){
let data0 = data.since;
if(typeof data0 === "string"){
if(func66(data0) > 64){
const err0 = {instancePath:instancePath+"/since",schemaPath:"#/properties/since/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/since",schemaPath:"#/properties/since/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.limit !== undefined && func0.call(data, "limit")){
let data1 = data.limit;
if(!(true && (Number.isSafeInteger(data1) || typeof data1 == "bigint") && data1 >= 1n && data1 <= 1000n || typeof data1 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data1) && BigInt(data1) >= 1n && BigInt(data1) <= 1000n)){
const err2 = {instancePath:instancePath+"/limit",schemaPath:"#/properties/limit/exactInteger",keyword:"exactInteger",params:{minimum: "1", maximum: "1000"},message:"must be a whole number from 1 to 1000"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.wait !== undefined && func0.call(data, "wait")){
let data2 = data.wait;
if(!(true && (Number.isSafeInteger(data2) || typeof data2 == "bigint") && data2 >= 0n && data2 <= 300n || typeof data2 == "string" && /^(?:0|-?[1-9][0-9]{0,19})$/.test(data2) && BigInt(data2) >= 0n && BigInt(data2) <= 300n)){
const err3 = {instancePath:instancePath+"/wait",schemaPath:"#/properties/wait/exactInteger",keyword:"exactInteger",params:{minimum: "0", maximum: "300"},message:"must be a whole number from 0 to 300"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.opcode !== undefined && func0.call(data, "opcode")){
let data3 = data.opcode;
if((!(Array.isArray(data3))) && (typeof data3 !== "string")){
const err4 = {instancePath:instancePath+"/opcode",schemaPath:"#/properties/opcode/type",keyword:"type",params:{type: schema107.properties.opcode.type},message:"must be array,string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(typeof data3 === "string"){
if(!pattern24.test(data3)){
const err5 = {instancePath:instancePath+"/opcode",schemaPath:"#/properties/opcode/rule",keyword:"rule",params:{},message:"must be at most 32 names with commas between them"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(Array.isArray(data3)){
if(data3.length > 32){
const err6 = {instancePath:instancePath+"/opcode",schemaPath:"#/properties/opcode/maxItems",keyword:"maxItems",params:{limit: 32},message:"must NOT have more than 32 items"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 === "string"){
if(!pattern25.test(data4)){
const err7 = {instancePath:instancePath+"/opcode/" + i0,schemaPath:"#/properties/opcode/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z.]{0,63}$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z.]{0,63}$"+"\""};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/opcode/" + i0,schemaPath:"#/properties/opcode/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
}
if(data.minLogLevel !== undefined && func0.call(data, "minLogLevel")){
let data5 = data.minLogLevel;
if(typeof data5 !== "string"){
const err9 = {instancePath:instancePath+"/minLogLevel",schemaPath:"#/properties/minLogLevel/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!(((data5 === "Error") || (data5 === "Warn")) || (data5 === "Info"))){
const err10 = {instancePath:instancePath+"/minLogLevel",schemaPath:"#/properties/minLogLevel/enum",keyword:"enum",params:{allowedValues: schema107.properties.minLogLevel.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
for(const key0 of Object.keys(data)){
if(!(((((key0 === "since") || (key0 === "limit")) || (key0 === "wait")) || (key0 === "opcode")) || (key0 === "minLogLevel"))){
const err11 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0, known: ["since","limit","wait","opcode","minLogLevel"]},message:"is not known here"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate79.errors = vErrors;
return errors === 0;
}
validate79.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
