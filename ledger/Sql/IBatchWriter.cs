using Orleans.Kube.Ledger.Log;

namespace Orleans.Kube.Ledger.Sql;

/// <summary>Writes a batch in one transaction: fence, rows, commit.</summary>
internal interface IBatchWriter : IDisposable
{
    /// <param name="batch">What to write.</param>
    /// <param name="written">The time to store with the log rows, in Unix milliseconds.</param>
    /// <exception cref="System.Data.Common.DbException">The database failed; when it failed in the commit, the outcome is not known.</exception>
    CommitOutcome Write(CommitBatch batch, long written);
}
