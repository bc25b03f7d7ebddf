using Orleans.Kube.Ledger.Log;

namespace Orleans.Kube.Ledger.Tests.Log;

public sealed class FollowDecisionTests
{
    [Theory]
    [InlineData(10, 9, 0, 0, 0, FollowStep.Reload, 9)]
    [InlineData(10, 9, 12, 0, 0, FollowStep.Reload, 9)]
    [InlineData(10, 10, 0, 0, 0, FollowStep.UpToDate, 10)]
    [InlineData(10, 10, 10, 0, 0, FollowStep.UpToDate, 10)]
    [InlineData(10, 20, 11, 5, 20, FollowStep.Reload, 20)]
    [InlineData(10, 20, 10, 5, 20, FollowStep.Apply, 20)]
    [InlineData(10, 20, 10, 5, 15, FollowStep.Apply, 20)]
    [InlineData(10, 20, 0, 0, 0, FollowStep.Apply, 20)]
    [InlineData(10, 30, 0, 8, 18, FollowStep.ApplyAndContinue, 18)]
    [InlineData(10, 18, 0, 8, 18, FollowStep.Apply, 18)]
    internal void The_first_rule_that_matches_decides(
        long position, long head, long compacted, int rows, long lastRow, FollowStep step, long revision) =>
        FollowDecision.Decide(position, new(head, compacted, 1), rows, limit: 8, lastRow).ShouldBe(new(step, revision));

    [Theory]
    [InlineData(20, 4, CommitFate.LeaseLost)]
    [InlineData(20, 3, CommitFate.Committed)]
    [InlineData(10, 3, CommitFate.NotCommitted)]
    [InlineData(15, 3, CommitFate.Diverged)]
    [InlineData(21, 3, CommitFate.Diverged)]
    internal void An_uncertain_commit_of_revisions_11_to_20_in_epoch_3_is_decided_by_the_head(long revision, long epoch, CommitFate fate) =>
        CommitResolution.Decide(11, 20, 3, new(revision, 0, epoch)).ShouldBe(fate);
}
