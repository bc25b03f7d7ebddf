using Orleans.Kube.NodeAgent.Nodes;

namespace Orleans.Kube.NodeAgent.Tests.Nodes;

public sealed class OomReportsTests
{
    private const string Begins = "python3 invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0";

    [Theory]
    [InlineData("of the machine", "hog 1234", Begins,
        "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/user.slice,task=hog,pid=1234,uid=0",
        "Out of memory: Killed process 1234 (hog) total-vm:140kB, anon-rss:80kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:44kB oom_score_adj:0")]
    [InlineData("a name with brackets", "(sd-pam) 7", Begins, "Killed process 7 ((sd-pam)) total-vm:1kB")]
    [InlineData("of a container", null, Begins,
        "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/docker/abc,mems_allowed=0,oom_memcg=/docker/abc,task_memcg=/docker/abc,task=hog,pid=1234,uid=0",
        "Memory cgroup out of memory: Killed process 1234 (hog) total-vm:140kB")]
    [InlineData("of a container, by an older kernel", null, Begins, "Task in /docker/abc killed as a result of limit of /docker/abc", "Killed process 1234 (hog) total-vm:140kB")]
    [InlineData("of all containers together", "hog 1234", Begins, "Task in /docker/abc killed as a result of limit of /", "Killed process 1234 (hog) total-vm:140kB")]
    [InlineData("by hand", null, "Killed process 1234 (hog) total-vm:140kB")]
    [InlineData("of the machine after a container", "b 2", Begins,
        "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/docker/abc,task_memcg=/docker/abc,task=a,pid=1,uid=0", "Killed process 1 (a)", Begins, "Killed process 2 (b)")]
    public void Whom_the_kernel_ends_for_want_of_memory(string reason, string? victim, params string[] lines)
    {
        var reports = new OomReports();
        var found = lines.Select(reports.Read).OfType<(string Name, int Id)>().Select(static v => $"{v.Name} {v.Id}");
        string.Join(',', found).ShouldBe(victim ?? "", reason);
    }

    [Theory]
    [InlineData("6,339,5140900,-;NET: Registered protocol family 10\n", "NET: Registered protocol family 10")]
    [InlineData("30,340,5690716,-;udevd[80]: starting; version 181\n SUBSYSTEM=block\n", "udevd[80]: starting; version 181")]
    public void A_record_of_the_kernels_log_has_words(string record, string words) => KernelLog.MessageOf(record).ShouldBe(words);

    [Fact]
    [Trait("Category", "docker")]
    public void The_kernels_log_is_read_from_now_on()
    {
        using var log = KernelLog.Open();
        log.ShouldNotBeNull();
        log.Read().ShouldNotContain(static line => line.Contains("orleans-kube test", StringComparison.Ordinal));
        var words = $"orleans-kube test {Guid.NewGuid()}";
        using (var writer = new FileStream("/dev/kmsg", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0)) writer.Write(System.Text.Encoding.UTF8.GetBytes($"{words}\n"));
        log.Read().ShouldContain(words);
        log.Read().ShouldNotContain(words);
    }
}
