using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Docker;

namespace Orleans.Kube.NodeAgent.Tests.Runtime;

public sealed class LogLinksTests : IDisposable
{
    private static readonly string Id = new('a', 64);
    private readonly string _folder = Directory.CreateTempSubdirectory("log-links-").FullName;
    private readonly LogLinks _links;

    public LogLinksTests() => _links = new LogLinks(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_log_is_found_by_both_names_of_kubelet_until_its_container_is_gone()
    {
        var (first, second) = (Container("web", 0, Id), Container("web", 1, new string('b', 64)));
        _links.Add(first, Log("1"));
        _links.Add(second, Log("2"));
        Read("pods/space_pod_uid/web/0.log").ShouldBe("1");
        Read($"containers/pod_space_web-{Id}.log").ShouldBe("1");
        Read("pods/space_pod_uid/web/1.log").ShouldBe("2");
        new FileInfo(Path.Combine(_folder, $"containers/pod_space_web-{Id}.log")).LinkTarget.ShouldBe(Path.Combine(_folder, "pods/space_pod_uid/web/0.log"));

        _links.Remove(first);
        Names().ShouldBe([$"containers/pod_space_web-{second.Id}.log", "pods/space_pod_uid/web/1.log"]);
        _links.Remove(second);
        Names().ShouldBeEmpty();
        Directory.GetDirectories(Path.Combine(_folder, "pods")).ShouldBeEmpty();
    }

    [Fact]
    public void Sandboxes_and_logs_that_are_not_there_have_no_links()
    {
        _links.Add(Container("", 0, Id), Log("1"));
        _links.Add(Container("web", 0, Id), "");
        _links.Add(Container("web", 0, Id), Path.Combine(_folder, "nowhere"));
        _links.Remove(Container("web", 0, Id));
        Names().ShouldBeEmpty();
    }

    [Fact]
    public void The_next_agent_keeps_what_is_true_and_puts_right_what_is_not()
    {
        var (kept, gone) = (Log("1"), Log("2"));
        _links.Add(Container("web", 0, Id), kept);
        _links.Add(Container("gone", 0, new string('b', 64)), gone);
        File.Delete(gone);
        File.WriteAllText(Path.Combine(_folder, "containers", "somebody.log"), "else");

        var next = new LogLinks(_folder);
        next.Sweep();
        Names().ShouldBe([$"containers/pod_space_web-{Id}.log", "containers/somebody.log", "pods/space_pod_uid/web/0.log"]);
        next.Add(Container("web", 0, Id), Log("3"));
        Read("pods/space_pod_uid/web/0.log").ShouldBe("3");
    }

    [Fact]
    public void Names_that_no_disk_takes_are_cut()
    {
        var container = Container(new string('c', 63), 0, Id) with { Pod = new PodIdentity("space", new string('p', 200), "uid") };
        _links.Add(container, Log("1"));
        Path.GetFileName(Directory.GetFiles(Path.Combine(_folder, "containers")).ShouldHaveSingleItem()).Length.ShouldBe(255);
        _links.Remove(container);
        Names().ShouldBeEmpty();
    }

    private static RuntimeContainer Container(string name, int attempt, string id) =>
        new() { Id = id, Name = name, Attempt = attempt, Pod = new PodIdentity("space", "pod", "uid"), State = RuntimeState.Running };

    private string Log(string text)
    {
        var path = Path.Combine(_folder, $"{text}-json.log");
        File.WriteAllText(path, text);
        return path;
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder, name));

    private IEnumerable<string> Names() => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(_folder, path)).Where(static name => name.Contains('/')).Order(StringComparer.Ordinal);
}
