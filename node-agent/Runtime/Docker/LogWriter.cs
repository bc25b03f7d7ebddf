using System.Buffers;
using System.Text;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>Writes entries of a log as a query wants them. Stamps stand before lines, not before parts of a long one.</summary>
internal sealed class LogWriter(LogQuery query, Stream output)
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private bool _isInLine;

    /// <summary>Takes a line of a log's file.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (LogEntry.Parse(line) is not { } entry || (query.Since is { } since && entry.Time < since)) return;
        if (query.Timestamps && !_isInLine) _text.Write(Encoding.ASCII.GetBytes($"{entry.Stamp} "));
        _isInLine = !entry.EndsLine;
        _text.Write(entry.Text.Span);
    }

    /// <summary>Writes what was taken.</summary>
    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        if (_text.WrittenCount == 0) return;
        await output.WriteAsync(_text.WrittenMemory, cancellationToken);
        _text.ResetWrittenCount();
    }
}
