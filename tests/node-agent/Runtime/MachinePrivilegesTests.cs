using Orleans.Kube.NodeAgent.Runtime.Docker;

namespace Orleans.Kube.NodeAgent.Tests.Runtime;

public sealed class MachinePrivilegesTests
{
    [Fact]
    public void Docker_gives_all_where_the_machine_has_all() => MachinePrivileges.Of(["Name:\tx", "CapBnd:\t000001ffffffffff"], None).ShouldBeNull();

    [Fact]
    public void What_the_machine_lacks_is_left_out()
    {
        var privileges = MachinePrivileges.Of(["CapBnd:\t000001fffeffffff"], static () => ["/dev/vda"])!;
        privileges.Capabilities.ShouldNotContain("SYS_RESOURCE");
        privileges.Capabilities.ShouldContain("SYS_ADMIN");
        privileges.Capabilities.Count.ShouldBe(37);
        privileges.Devices.ShouldBe(["/dev/vda"]);
    }

    [Theory]
    [InlineData("Name:\tx")]
    [InlineData("CapBnd:\tnone")]
    public void What_cannot_be_read_changes_nothing(string line) => MachinePrivileges.Of([line], None).ShouldBeNull();

    private static IReadOnlyList<string> None() => [];
}
