using System.Text;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Docker;

namespace Orleans.Kube.NodeAgent.Tests.Runtime;

/// <summary>Logs in the files that Docker leaves: <c>log</c> is written to, <c>log.1</c> was before it.</summary>
public sealed class LogFilesTests : IDisposable
{
    private const int Kept = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("logs-").FullName;

    private string Log => Path.Combine(_folder, "log");

    [Theory]
    [InlineData(null, "1 2 3 4 5 6")]
    [InlineData(0, "")]
    [InlineData(1, "6")]
    [InlineData(2, "5 6")]
    [InlineData(3, "4 5 6")]
    [InlineData(5, "2 3 4 5 6")]
    [InlineData(6, "1 2 3 4 5 6")]
    [InlineData(100, "1 2 3 4 5 6")]
    public async Task The_last_lines_are_found_across_files(int? tail, string lines)
    {
        Write("1", "2");
        Rotate();
        Write("3", "4");
        Rotate();
        Write("5", "6");
        (await ReadAsync(new LogQuery { TailLines = tail })).ShouldBe(lines.Replace(' ', '\n') + (lines.Length > 0 ? "\n" : ""));
    }

    [Fact]
    public async Task A_file_that_was_begun_just_now_has_its_last_lines_in_the_one_before()
    {
        Write("1", "2", "3");
        Rotate();
        File.WriteAllText(Log, "");
        (await ReadAsync(new LogQuery { TailLines = 2 })).ShouldBe("2\n3\n");
    }

    [Fact]
    public async Task Lines_from_before_a_time_are_left_out()
    {
        File.WriteAllText(Log, Line("old", "2026-01-01T00:00:00Z") + Line("same", "2026-01-01T00:00:01.5Z") + Line("new", "2026-01-01T00:00:02Z"));
        (await ReadAsync(new LogQuery { Since = new DateTimeOffset(2026, 1, 1, 0, 0, 1, 500, TimeSpan.Zero) })).ShouldBe("same\nnew\n");
    }

    [Fact]
    public async Task Stamps_have_nine_digits_and_stand_before_lines_not_before_parts_of_a_long_one()
    {
        File.WriteAllText(Log, Line("whole", "2026-01-01T00:00:00Z") + Line("par", "2026-01-01T00:00:01.25Z", isPart: true) + Line("ted", "2026-01-01T00:00:02.123456789Z") + Line("last", "2026-01-01T00:00:03.1Z"));
        (await ReadAsync(new LogQuery { Timestamps = true })).ShouldBe(
            "2026-01-01T00:00:00.000000000Z whole\n2026-01-01T00:00:01.250000000Z parted\n2026-01-01T00:00:03.100000000Z last\n");
    }

    [Fact]
    public async Task What_is_no_entry_is_passed_over()
    {
        File.WriteAllText(Log, Line("one") + "\0\0\0\n{\"log\":\n{}\n" + Line("two \u00e4\\") + "{\"log\":\"cut off");
        (await ReadAsync(new LogQuery())).ShouldBe("one\ntwo \u00e4\\\n");
    }

    [Fact]
    public async Task Lines_that_are_longer_than_what_is_read_at_once_come_whole()
    {
        var lines = Enumerable.Range(0, 5).Select(static i => new string((char)('a' + i), 50_000 * (i + 1))).ToArray();
        Write(lines);
        (await ReadAsync(new LogQuery())).ShouldBe(string.Concat(lines.Select(static l => l + "\n")));
    }

    [Fact]
    public async Task Who_does_not_follow_gets_what_there_is_however_fast_more_comes()
    {
        Write("1");
        Rotate();
        Write("2");
        var output = new Output { Written = () => Write("more") };
        await new LogFiles(Log, TimeProvider.System).CopyAsync(new LogQuery(), new TaskCompletionSource().Task, output, default).WaitAsync(TimeSpan.FromSeconds(20));
        output.Text.ShouldBe("1\n2\n");
    }

    [Fact]
    public async Task Who_follows_sees_every_line_however_fast_files_are_rotated_and_the_last_after_the_end()
    {
        Write("0");
        var (ended, output) = (new TaskCompletionSource(), new Output());
        var reading = new LogFiles(Log, TimeProvider.System).CopyAsync(new LogQuery { Follow = true }, ended.Task, output, default);
        await output.UntilAsync("0\n");
        var expected = new StringBuilder("0\n");
        // As fast as a reader can fall behind without that files are removed that it has not read.
        for (var i = 1; i < 400; i++)
        {
            Write($"{i}");
            expected.Append(i).Append('\n');
            if (i % 100 > 0 && i % 25 == 0) Rotate();
            if (i % 100 == 0) await output.UntilAsync(expected.ToString());
        }

        Rotate();
        Write("last");
        ended.SetResult();
        await reading.WaitAsync(TimeSpan.FromSeconds(20));
        output.Text.ShouldBe($"{expected}last\n");
    }

    [Fact]
    public async Task Who_fell_so_far_behind_that_a_file_was_removed_goes_on_with_the_oldest()
    {
        Write("0");
        var (ended, output) = (new TaskCompletionSource(), new Output());
        var reading = new LogFiles(Log, TimeProvider.System).CopyAsync(new LogQuery { Follow = true }, ended.Task, output, default);
        await output.UntilAsync("0\n");
        for (var i = 1; i <= 8; i++)
        {
            Rotate();
            Write($"{i}");
        }

        ended.SetResult();
        await reading.WaitAsync(TimeSpan.FromSeconds(20));
        output.Text.ShouldBe("0\n4\n5\n6\n7\n8\n");
    }

    [Fact]
    public async Task Who_follows_what_is_removed_comes_to_an_end()
    {
        Write("0");
        var output = new Output();
        var reading = new LogFiles(Log, TimeProvider.System).CopyAsync(new LogQuery { Follow = true }, new TaskCompletionSource().Task, output, default);
        await output.UntilAsync("0\n");
        File.Delete(Log);
        await reading.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_log_that_is_not_there_cannot_be_read() => new LogFiles(Log, TimeProvider.System).CanBeRead.ShouldBeFalse();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> ReadAsync(LogQuery query)
    {
        var output = new Output();
        await new LogFiles(Log, TimeProvider.System).CopyAsync(query, Task.CompletedTask, output, default);
        return output.Text;
    }

    private void Write(params string[] lines) => File.AppendAllText(Log, string.Concat(lines.Select(static l => Line(l))));

    /// <summary>As Docker does: the oldest file goes, each of the others takes the next name, and an empty one is begun.</summary>
    private void Rotate()
    {
        for (var place = Kept - 1; place > 0; place--)
        {
            var from = place == 1 ? Log : $"{Log}.{place - 1}";
            if (File.Exists(from)) File.Move(from, $"{Log}.{place}", overwrite: true);
        }

        File.WriteAllText(Log, "");
    }

    private static string Line(string text, string time = "2026-01-01T00:00:00Z", bool isPart = false) =>
        System.Text.Json.JsonSerializer.Serialize(new { log = isPart ? text : text + "\n", stream = "stdout", time }) + "\n";

    /// <summary>Keeps what is written, and tells when it is as long as awaited.</summary>
    private sealed class Output : MemoryStream
    {
        private readonly Lock _lock = new();
        private (int Length, TaskCompletionSource Reached)? _awaited;

        public Action Written { get; init; } = static () => { };

        public string Text
        {
            get
            {
                lock (_lock) return Encoding.UTF8.GetString(ToArray());
            }
        }

        public async Task UntilAsync(string text)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                if (Length >= text.Length) return;
                _awaited = (text.Length, reached);
            }

            await reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
            Text.ShouldBe(text);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            lock (_lock)
            {
                Write(buffer.Span);
                if (_awaited is var (length, reached) && Length >= length) reached.TrySetResult();
            }

            Written();
            return ValueTask.CompletedTask;
        }
    }
}
