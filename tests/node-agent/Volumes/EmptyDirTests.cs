using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Tests.Volumes;

public sealed class EmptyDirTests
{
    [Theory]
    [InlineData("HugePages", "hugepages-2Mi", 2 << 20)]
    [InlineData("HugePages", "cpu hugepages-1Gi", 1 << 30)]
    [InlineData("HugePages-2Mi", "hugepages-1Gi hugepages-2Mi", 2 << 20)]
    [InlineData("HugePages-2048Ki", "hugepages-2Mi", 2 << 20)]
    [InlineData("HugePages", "hugepages-1Gi hugepages-2Mi", null, "medium: HugePages can't be used if container requests multiple huge page sizes")]
    [InlineData("HugePages", "cpu", null, "medium HugePages: hugePages storage requested, but there is no resource request for huge pages")]
    [InlineData("HugePages-2Mi", "hugepages-1Gi", null, "medium HugePages-2Mi: hugePages storage requested, but there is no resource request for huge pages")]
    [InlineData("HugePages-x", "hugepages-2Mi", null, "medium HugePages-x: hugePages storage requested, but there is no resource request for huge pages")]
    [InlineData("Tape", "hugepages-2Mi", null, "unknown storage medium \"Tape\"")]
    public void Huge_pages_are_of_the_size_that_the_pod_asks_for(string medium, string requests, int? size, string refusal = "")
    {
        if (size is { } bytes) EmptyDirs.PageSize(Asking(requests), medium).ShouldBe(bytes);
        else Should.Throw<ReferenceException>(() => EmptyDirs.PageSize(Asking(requests), medium)).Message.ShouldBe(refusal);
    }

    [Fact]
    [Trait("Category", "docker")]
    public void A_folder_of_huge_pages_is_mounted_once()
    {
        var folder = Directory.CreateTempSubdirectory("huge-pages-");
        var path = Path.Combine(folder.FullName, "vol");
        try
        {
            for (var times = 0; times < 2; times++) EmptyDirs.Prepare(new Pod { Spec = Asking("hugepages-2Mi") }, path, new EmptyDirVolumeSource { Medium = "HugePages" }, 0);
            File.ReadLines("/proc/mounts").Where(line => line.Contains($" {path} ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("hugetlbfs rw,relatime,pagesize=2M");
        }
        finally
        {
            Mounts.UnmountAll(folder.FullName);
            folder.Delete(recursive: true);
        }
    }

    private static PodSpec Asking(string requests) => new()
    {
        Containers = [.. requests.Split(' ').Select(static r => new Container { Resources = new ResourceRequirements { Requests = new Dictionary<string, Quantity> { [r] = Quantity.Parse("2Mi") } } })],
    };
}
