using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Events;

namespace Orleans.Kube.NodeAgent.Tests.Events;

public class NodeEventsTests
{
    [Theory]
    // What the conditions were (Memory, Disk, PID, Ready), what they are, and what is told.
    [InlineData("", "FFFT", "NodeHasSufficientMemory NodeHasNoDiskPressure NodeHasSufficientPID NodeReady")]
    [InlineData("FFFT", "FFFT", "")]
    [InlineData("FFFT", "TFFT", "NodeHasInsufficientMemory")]
    [InlineData("FFTF", "FTFT", "NodeHasDiskPressure NodeHasSufficientPID NodeReady")]
    [InlineData("FFFT", "FFFF", "NodeNotReady")]
    [InlineData("UUUU", "FFFT", "NodeHasSufficientMemory NodeHasNoDiskPressure NodeHasSufficientPID NodeReady")]
    public void A_condition_that_changes_is_told(string before, string now, string reasons) =>
        string.Join(' ', NodeEvents.Between(Node(before), Node(now)).Select(static e => e.Reason)).ShouldBe(reasons);

    [Fact]
    public void Cordons_and_reboots_are_told()
    {
        var node = Node("FFFT");
        var cordoned = node with { Spec = node.Spec with { Unschedulable = true } };
        NodeEvents.Between(node, cordoned).ShouldBe([("Normal", "NodeNotSchedulable", "Node n1 status is now: NodeNotSchedulable")]);
        NodeEvents.Between(cordoned, node).ShouldBe([("Normal", "NodeSchedulable", "Node n1 status is now: NodeSchedulable")]);
        var booted = node with { Status = node.Status with { NodeInfo = node.Status.NodeInfo with { BootID = "b2" } } };
        NodeEvents.Between(node, booted).ShouldBe([("Warning", "Rebooted", "Node n1 has been rebooted, boot id: b2")]);
    }

    private static Node Node(string conditions) => new()
    {
        Metadata = new ObjectMeta { Name = "n1" },
        Status = new NodeStatus
        {
            NodeInfo = new NodeSystemInfo { BootID = conditions.Length == 0 ? "" : "b1" },
            Conditions = [.. conditions.Zip((string[])["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"], static (status, type) => new NodeCondition
            {
                Type = type, Status = status switch { 'T' => "True", 'F' => "False", _ => "Unknown" },
            })],
        },
    };
}
