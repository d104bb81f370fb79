# Print what lme4 says of the panel beside this file: Rscript tests/reference/performance_values.R
suppressMessages(library(lme4))
panel <- read.csv("tests/reference/performance_panel.csv")
exact <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12))
fit <- lmer(outcome ~ exposure + size + (1 | company), panel, REML = TRUE, control = exact)
tell <- function(name, value) cat(sprintf("lme4,random intercept,%s,%.15g\n", name, value))
for (name in names(fixef(fit))) {
  tell(name, fixef(fit)[[name]])
  tell(paste(name, "standard_error"), sqrt(diag(as.matrix(vcov(fit))))[[name]])
}
tell("between", as.data.frame(VarCorr(fit))$vcov[1])
tell("within", as.data.frame(VarCorr(fit))$vcov[2])
tell("log_likelihood", as.numeric(logLik(fit)))
