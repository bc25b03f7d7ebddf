using Orleans.Kube.NodeAgent.Programs;

namespace Orleans.Kube.NodeAgent.Tests.Programs;

public sealed class MachineProgramTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task What_a_program_reads_prints_and_ends_with_is_passed_on() =>
        (await MachineProgram.RunAsync("sh", ["-c", "cat; echo bad >&2; exit 3"], "good", Long, default)).ShouldBe(new ProgramResult(3, "good", "bad\n"));

    [Fact]
    public async Task A_program_need_not_read_all() =>
        (await MachineProgram.RunAsync("true", [], new string('x', 1 << 20), Long, default)).Code.ShouldBe(0);

    [Fact]
    public async Task A_program_that_takes_too_long_is_ended_with_what_it_started()
    {
        var started = DateTimeOffset.UtcNow;
        (await Should.ThrowAsync<IOException>(() => MachineProgram.RunAsync("sh", ["-c", "sleep 100 & sleep 100"], "", TimeSpan.FromMilliseconds(100), default)))
            .Message.ShouldBe("sh took longer than 0 seconds");
        (DateTimeOffset.UtcNow - started).ShouldBeLessThan(Long);
    }

    [Fact]
    public async Task A_program_that_nobody_waits_for_any_more_is_ended()
    {
        using var stopping = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Should.ThrowAsync<OperationCanceledException>(() => MachineProgram.RunAsync("sleep", ["100"], "", Long, stopping.Token));
    }

    [Fact]
    public async Task A_program_that_is_missing_is_named() =>
        (await Should.ThrowAsync<FileNotFoundException>(() => MachineProgram.RunAsync("no-such-program", [], "", Long, default))).Message.ShouldStartWith("cannot run no-such-program: ");
}
