using Orleans.Kube.Ledger.Sql;
using Orleans.Kube.Ledger.View;

namespace Orleans.Kube.Ledger.Log;

/// <summary>Brings what this process shows up to the head of the stored log.</summary>
internal sealed class LogFollower(SqlDialect dialect, ClusterState state, LedgerOptions options) : IDisposable
{
    private readonly Lock _lock = new();
    private LogSession? _session;

    /// <summary>Reads and shows everything that was committed before the call.</summary>
    /// <returns>The head that was read last.</returns>
    /// <exception cref="System.Data.Common.DbException">The database failed; the next call connects anew.</exception>
    public LedgerHead CatchUp()
    {
        lock (_lock)
        {
            var isDone = false;
            try
            {
                _session ??= new(dialect);
                var head = CatchUp(_session);
                isDone = true;
                return head;
            }
            finally
            {
                if (!isDone) Disconnect();
            }
        }
    }

    /// <summary>Reads the current state afresh; whoever follows the feed has to list again.</summary>
    public void Reload()
    {
        lock (_lock)
        {
            using var session = new LogSession(dialect);
            state.Restart(session.Load(options.RingEvents));
        }
    }

    public void Dispose()
    {
        lock (_lock) Disconnect();
    }

    private LedgerHead CatchUp(LogSession session)
    {
        while (true)
        {
            var position = state.Current.Revision;
            var page = session.ReadAfter(position, options.FollowRows);
            var lastRow = page.Logged.Count == 0 ? 0 : page.Logged[^1].Revision;
            var decision = FollowDecision.Decide(position, page.Head, page.Logged.Count, options.FollowRows, lastRow);
            switch (decision.Step)
            {
                case FollowStep.Apply or FollowStep.ApplyAndContinue:
                    state.Publish(page, decision.Revision);
                    break;
                case FollowStep.Reload:
                    state.Restart(session.Load(options.RingEvents));
                    break;
            }

            if (decision.Step != FollowStep.ApplyAndContinue) return page.Head;
        }
    }

    private void Disconnect()
    {
        _session?.Dispose();
        _session = null;
    }
}
