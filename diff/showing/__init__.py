"""What people and programs are shown: values, outcomes, findings, reports, listings."""
