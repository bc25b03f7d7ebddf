using System.Globalization;
using Orleans.Kube.Controllers.Deployments;
using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.Tests.Deployments;

/// <summary>What becomes of the ReplicaSets of a Deployment that is scaled, case by case.</summary>
public class ProportionalScalingTests
{
    private readonly World _world = new();

    /// <summary>
    /// The wanted size and surge before and after; the sizes of the sets, the newest first (the first has the Deployment's template unless it is -);
    /// a set may say for how many pods it was sized; the sizes after the step.
    /// </summary>
    [Theory]
    [InlineData("10 0", "12 0", "10", "12")]
    [InlineData("10 0", "5 0", "10", "5")]
    [InlineData("5 0", "10 0", "2 3", "4 6")]
    [InlineData("5 0", "3 0", "2 3", "1 2")]
    [InlineData("9 0", "4 0", "8 1", "4 0")]
    [InlineData("7 0", "10 0", "2 3 2", "3 4 3")]
    [InlineData("13 0", "8 0", "2 8 3", "1 5 2")]
    [InlineData("3 0", "4 0", "1 1 1", "2 1 1")]
    [InlineData("3 0", "2 0", "1 1 1", "1 1 0")]
    [InlineData("4 0", "5 0", "- 2 2", "- 3 2")]
    [InlineData("6 0", "0 0", "3 2 1", "0 0 0")]
    [InlineData("5 0", "5 0", "2 1:3 1", "2 2 1")]
    [InlineData("10 2", "20 2", "6 6", "11 11")]
    [InlineData("10 3", "50 6", "5 8", "22 34")]
    [InlineData("10 0", "14 0", "- 7 3", "- 10 4")]
    public void Every_set_gets_its_share(string before, string after, string sizes, string then)
    {
        var (old, wanted) = (Numbers(before), Numbers(after));
        _world.Put(Resources.Deployments, Make.Deployment(replicas: wanted[0], surge: wanted[1], unavailable: 1));
        foreach (var (size, number) in sizes.Split(' ').Select(static (size, i) => (size, i)))
            if (size != "-") Put($"s{number}", number, size.Split(':'), old);
        _world.Reconcile();

        string.Join(' ', _world.Sets().OrderBy(static set => set.Metadata.Name).Select(static set => set.Spec.Replicas!.Value)).ShouldBe(then.Replace("- ", "", StringComparison.Ordinal));
    }

    /// <summary>The one set that runs follows the size before a new template replaces it, as by Kubernetes.</summary>
    [Fact]
    public void A_deployment_that_recreates_its_pods_follows_its_size_first()
    {
        var deployment = Make.Deployment(replicas: 5);
        _world.Put(Resources.Deployments, deployment with { Spec = deployment.Spec with { Strategy = new DeploymentStrategy { Type = "Recreate" } } });
        Put("s1", 1, ["3"], [3, 0]);

        _world.Reconcile().Patches.Select(static patch => patch.Event?.Message).ShouldContain("Scaled up replica set s1 from 3 to 5");
        _world.Reconcile().Patches.ShouldHaveSingleItem().Event!.Message.ShouldBe("Scaled down replica set s1 from 5 to 0");
    }

    private void Put(string name, int number, string[] size, int[] before)
    {
        var set = Make.ReplicaSet(name, int.Parse(size[0], CultureInfo.InvariantCulture));
        var sized = size.Length > 1 ? int.Parse(size[1], CultureInfo.InvariantCulture) : before[0];
        _world.Put(Resources.ReplicaSets, set with
        {
            Metadata = set.Metadata with
            {
                CreationTimestamp = _world.Now.AddHours(-number), OwnerReferences = [_world.Deployment().ControllerReference()], Labels = Make.Labels("app=web"),
                Annotations = Make.Labels($"{DeploymentAnnotations.DesiredReplicas}={sized}", $"{DeploymentAnnotations.MaxReplicas}={sized + before[1]}"),
            },
            Spec = set.Spec with { Template = number == 0 ? set.Spec.Template : Make.Template($"app:{number + 1}") },
        });
    }

    private static int[] Numbers(string text) => [.. text.Split(' ').Select(static number => int.Parse(number, CultureInfo.InvariantCulture))];
}
