//! `uselatest outdated` and `uselatest refresh` against servers that speak the APIs of CloudFormation and Lambda.

mod engine;
mod interruption;
mod judge;
mod ministack;
mod refresher;
mod released;
mod scale;
mod scenarios;
mod support;
mod verify;
mod why;
mod world;
