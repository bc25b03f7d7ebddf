using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>
/// The log of a container as Docker's <c>json-file</c> driver keeps it: the file that is written to, and those before it (<c>.1</c> is the youngest). Docker itself loses lines for those who
/// follow a log that is rotated faster than they read; here the open file is found again among the others, and read to its end.
/// </summary>
/// <param name="path">The file that is written to.</param>
/// <param name="time">Waits go by it.</param>
internal sealed class LogFiles(string path, TimeProvider time)
{
    private const int BufferBytes = 64 * 1024;

    // While Docker renames the files, none may bear the name of the one that is read.
    private const int MostMisses = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether this process can read it.</summary>
    public bool CanBeRead => Open(path) is { } file && Measured(file).Number is not null;

    /// <summary>Writes the log to a stream.</summary>
    /// <param name="query">Which part of it. When following, all that comes is written until the container has ended, and what it wrote last; else what there is now, however fast more comes.</param>
    /// <param name="ended">Ends when the container does.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task CopyAsync(LogQuery query, Task ended, Stream output, CancellationToken cancellationToken)
    {
        var (writer, buffer, misses) = (new LogWriter(query, output), new byte[BufferBytes], 0);
        var newest = Open(path) is { } now ? Measured(now) : default;
        var file = Start(query.TailLines) ?? throw new RuntimeException($"the log {path} is gone");
        try
        {
            for (var held = 0; ;)
            {
                // What was written before the end, or before the file got another name, is there to be read after it.
                var isOver = !query.Follow || ended.IsCompleted;
                var place = PlaceOf(file);
                if (file.Position > file.Length) file.Position = 0;
                var (began, isLast) = (file.Position, !query.Follow && NumberOf(file) == newest.Number);
                var end = isLast ? newest.Length : long.MaxValue;
                for (int count; (count = await file.ReadAsync(buffer.AsMemory(held, (int)Math.Clamp(end - file.Position, 0, buffer.Length - held)), cancellationToken)) > 0;)
                    (buffer, held) = await PassOnAsync(writer, buffer, held + count, cancellationToken);
                if (file.Position > began) await output.FlushAsync(cancellationToken);
                if (isLast || (place == 0 && isOver)) return;
                misses = place is null ? misses + 1 : 0;
                // One that has been removed is followed by the oldest of those that are left.
                if ((place > 0 ? After(file, place.Value) : misses > MostMisses ? Start(null) : null) is { } next)
                {
                    await file.DisposeAsync();
                    (file, held, misses) = (next, 0, 0);
                    continue;
                }

                if (misses > MostMisses) return;
                await Task.WhenAny(Task.Delay(Look, time, cancellationToken), isOver ? Task.Delay(Look, time, cancellationToken) : ended);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await file.DisposeAsync();
        }
    }

    /// <summary>Passes on whole lines; what is left of a line is moved to the buffer's beginning, which grows when the line is longer than it.</summary>
    private static async Task<(byte[] Buffer, int Held)> PassOnAsync(LogWriter writer, byte[] buffer, int count, CancellationToken cancellationToken)
    {
        var start = 0;
        for (int length; (length = buffer.AsSpan(start, count - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
            writer.Add(buffer.AsSpan(start, length));
        await writer.WriteAsync(cancellationToken);
        buffer.AsSpan(start, count - start).CopyTo(buffer);
        var held = count - start;
        if (held == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        return (buffer, held);
    }

    /// <summary>The file with the first line that is wanted, at that line; null where there is no file.</summary>
    private FileStream? Start(int? tail)
    {
        FileStream? chosen = null;
        for (var place = 0; Open(Name(place)) is { } older; place++)
        {
            chosen?.Dispose();
            chosen = older;
            if (tail is { } wanted && (tail = Tail(chosen, wanted)) == 0) break;
        }

        return chosen;
    }

    /// <summary>Sets a file to where so many of its last lines begin. Returns how many more are wanted than it has.</summary>
    private static int Tail(FileStream file, int lines)
    {
        var (buffer, end, found) = (new byte[BufferBytes], file.Length, 0);
        file.Position = end;
        if (lines == 0 || end == 0) return lines;
        for (var at = end; at > 0;)
        {
            var count = (int)Math.Min(buffer.Length, at);
            at -= count;
            file.Position = at;
            file.ReadExactly(buffer.AsSpan(0, count));
            for (var i = count - 1; i >= 0; i--)
            {
                // The line feed at the very end begins no line.
                if (buffer[i] != (byte)'\n' || at + i == end - 1 || ++found < lines) continue;
                file.Position = at + i + 1;
                return 0;
            }
        }

        file.Position = 0;
        return lines - found - 1;
    }

    /// <summary>The file after one that has been rotated; null where it cannot be told just now.</summary>
    private FileStream? After(FileStream file, int place)
    {
        if (Open(Name(place - 1)) is not { } next) return null;
        // Docker may have renamed them meanwhile.
        if (PlaceOf(file) - 1 == PlaceOf(next)) return next;
        next.Dispose();
        return null;
    }

    /// <summary>How many files are younger than this one; null where it has no name.</summary>
    private int? PlaceOf(FileStream file)
    {
        var number = NumberOf(file);
        // There is none for a moment while it is replaced.
        for (var place = 0; FileFacts.Find(Name(place)) is var found && (found is not null || place == 0); place++)
            if (found?.Number == number) return place;
        return null;
    }

    private static ulong? NumberOf(FileStream file) => FileFacts.Find($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}")?.Number;

    private string Name(int place) => place == 0 ? path : $"{path}.{place}";

    private static FileStream? Open(string name)
    {
        try
        {
            return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static (ulong? Number, long Length) Measured(FileStream file)
    {
        using (file) return (NumberOf(file), file.Length);
    }
}
