using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Devices;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class DeviceAdmissionTests
{
    private const string Widget = "example.com/widget";

    [Theory]
    [InlineData("as many as there are", "", "2 1", 0, null)]
    [InlineData("one too many", "", "2 2", 0, "requested number of devices unavailable for example.com/widget. Requested: 2, Available: 1")]
    [InlineData("others have some", "", "2", 2, "requested number of devices unavailable for example.com/widget. Requested: 2, Available: 1")]
    [InlineData("others have more than are healthy", "", "1", 4, "requested number of devices unavailable for example.com/widget. Requested: 1, Available: 0")]
    [InlineData("an init container that is done gives its own on", "3", "2 1", 0, null)]
    [InlineData("a sidecar keeps its own", "2s", "2", 0, "requested number of devices unavailable for example.com/widget. Requested: 2, Available: 1")]
    [InlineData("what is given on is no longer missing", "1", "3 1", 0, "requested number of devices unavailable for example.com/widget. Requested: 1, Available: 0")]
    [InlineData("none wanted", "0", "0", 3, null)]
    public void Devices_are_given_one_container_after_the_other(string reason, string inits, string mains, int others, string? trouble)
    {
        Refusal(Pod("new", inits, mains), [Pod("other", "", $"{others}")], 3).ShouldBe(trouble is null ? null : $"UnexpectedAdmissionError|Allocate failed due to {trouble}, which is unexpected", reason);
    }

    [Fact]
    public void Where_all_are_broken_that_is_told() =>
        Refusal(Pod("new", "", "1"), [], 0).ShouldBe("UnexpectedAdmissionError|Allocate failed due to no healthy devices present; cannot allocate unhealthy devices example.com/widget, which is unexpected");

    [Fact]
    public void What_no_plugin_gives_out_is_not_its_affair() => DeviceAdmission.Check(Pod("new", "", "1"), [], new Dictionary<string, DeviceCount>()).ShouldBeNull();

    private static string? Refusal(Pod pod, IReadOnlyCollection<Pod> others, int healthy) =>
        DeviceAdmission.Check(pod, others, new Dictionary<string, DeviceCount> { [Widget] = new(5, healthy) }) is { } verdict ? $"{verdict.Reason}|{verdict.Message}" : null;

    private static Pod Pod(string name, string inits, string mains) => new()
    {
        Metadata = new ObjectMeta { Name = name, Uid = name }, Spec = new PodSpec { InitContainers = Containers(inits), Containers = Containers(mains) }, Status = new PodStatus { Phase = "Running" },
    };

    private static IReadOnlyList<Container> Containers(string wanted) =>
    [
        .. wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static (count, i) =>
        {
            var amounts = new Dictionary<string, Quantity> { [Widget] = Quantity.Parse(count.TrimEnd('s')) };
            return new Container { Name = $"c{i}", RestartPolicy = count.EndsWith('s') ? "Always" : null, Resources = new ResourceRequirements { Limits = amounts, Requests = amounts } };
        }),
    ];
}
