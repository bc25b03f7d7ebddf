using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Tests.Volumes;

public sealed class VolumeOwnershipTests
{
    [Theory]
    [InlineData(null, null, 0b110_100_100)]
    [InlineData(1000L, null, 0b110_000_000)]
    [InlineData(null, 2000L, 0b110_100_000)]
    [InlineData(1000L, 2000L, 0b110_100_000)]
    public void A_token_belongs_to_the_pods_user_and_group_when_it_names_them(long? user, long? group, int mode)
    {
        var ownership = VolumeOwnership.Of(new PodSpec { SecurityContext = new PodSecurityContext { RunAsUser = user, FsGroup = group }, Containers = [new()] });

        ownership.User.ShouldBe((uint?)user);
        ownership.ReadOnlyMode(ownership.TokenMode(0b110_100_100)).ShouldBe(mode);
    }

    [Fact]
    public void Containers_of_different_users_share_no_owner() => VolumeOwnership.Of(new PodSpec
    {
        Containers = [new() { SecurityContext = new SecurityContext { RunAsUser = 1 } }, new() { SecurityContext = new SecurityContext { RunAsUser = 2 } }],
    }).User.ShouldBeNull();
}
