// Stands for the code of the CDK's own function.
