using System.Text;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>Writes entries of a log as a query wants them. Stamps stand before lines, not before parts of a long one.</summary>
internal sealed class LogWriter(LogQuery query, Stream output)
{
    private bool _isInLine;

    /// <summary>Writes a line of a log's file.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        if (LogEntry.Parse(line.Span) is not { } entry || (query.Since is { } since && entry.Time < since)) return;
        if (query.Timestamps && !_isInLine) await output.WriteAsync(Encoding.ASCII.GetBytes($"{entry.Stamp} "), cancellationToken);
        _isInLine = !entry.EndsLine;
        await output.WriteAsync(entry.Text, cancellationToken);
    }
}
