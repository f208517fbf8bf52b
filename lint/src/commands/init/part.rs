//! The files that `cfn-tidy init` can write, and what they contain.

use std::path::Path;

use crate::cli::InitPart;

/// The text that stands for the version of cfn-tidy in the files.
const VERSION: &str = "{version}";

impl InitPart {
    /// The path of the file, relative to the folder of the repository.
    pub(super) const fn file(self) -> &'static str {
        match self {
            Self::Config => "cfn-tidy.toml",
            Self::PreCommit => ".pre-commit-config.yaml",
            Self::Github => ".github/workflows/cfn-tidy.yml",
            Self::Gitlab => ".gitlab-ci.yml",
            Self::Bitbucket => "bitbucket-pipelines.yml",
            Self::Codebuild => "buildspec.yml",
        }
    }

    /// What the file is, for a question.
    pub(super) const fn description(self) -> &'static str {
        match self {
            Self::Config => "the configuration, with every setting commented out",
            Self::PreCommit => "hooks for pre-commit",
            Self::Github => "a workflow for GitHub Actions",
            Self::Gitlab => "a job for GitLab CI",
            Self::Bitbucket => "a step for Bitbucket Pipelines",
            Self::Codebuild => "a build for AWS CodeBuild",
        }
    }

    /// The content of the file, for this version of cfn-tidy.
    pub(super) fn content(self) -> String {
        let template = match self {
            Self::Config => include_str!("cfn-tidy.toml"),
            Self::PreCommit => include_str!("pre-commit.yaml"),
            Self::Github => include_str!("github.yml"),
            Self::Gitlab => include_str!("gitlab.yml"),
            Self::Bitbucket => include_str!("bitbucket.yml"),
            Self::Codebuild => include_str!("codebuild.yml"),
        };
        template.replace(VERSION, env!("CARGO_PKG_VERSION"))
    }

    /// Whether a repository uses what the file is for. A configuration suits every repository.
    pub(super) fn suits(self, folder: &Path) -> bool {
        let has = |name: &str| folder.join(name).exists();
        match self {
            Self::Config => true,
            Self::PreCommit => has(".git") || has(self.file()),
            Self::Github => has(".github"),
            Self::Gitlab | Self::Bitbucket | Self::Codebuild => has(self.file()),
        }
    }
}
