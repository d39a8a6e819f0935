//! The application: owns client and session, runs effects, publishes snapshots.
