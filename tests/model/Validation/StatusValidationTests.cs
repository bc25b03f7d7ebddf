using System.Text.Json;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Model.Tests.Validation;

/// <summary>What is sent as a status, and what a real API server of 1.33 answers to it.</summary>
public sealed class StatusValidationTests
{
    private const string Complete = "{'type':'SuccessCriteriaMet','status':'True'},{'type':'Complete','status':'True'}";

    [Theory]
    [InlineData("{}", "{'active':-1}", "status.active: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("{}", "{'ready':2,'active':1}", "status.ready: Invalid value: 2: cannot set more ready pods than active")]
    [InlineData("{}", "{'uncountedTerminatedPods':{'succeeded':['a'],'failed':['a']}}", "status.uncountedTerminatedPods.failed[0]: Duplicate value: \"a\"")]
    [InlineData("{}", "{'completionTime':'2026-11-30T10:00:00Z'}", "status.completionTime: Invalid value: 2026-11-30 10:00:00 +0000 UTC: cannot set completionTime when there is no Complete=True condition")]
    [InlineData("{}", "{'conditions':[{'type':'Failed','status':'True'}]}", "status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition")]
    [InlineData("{}", "{'conditions':[{'type':'Complete','status':'True'}]}", "status.completionTime: Required value: completionTime is required for Complete jobs")]
    [InlineData("{'failed':2}", "{'failed':1}", "status.failed: Invalid value: 1: cannot decrease the failed counter")]
    [InlineData("{'conditions':[{'type':'FailureTarget','status':'True'}]}", "{}", "status.conditions: Invalid value: cannot disable the terminal FailureTarget=True condition")]
    [InlineData("{'startTime':'2026-11-30T10:00:00Z'}", "{}", "status.startTime: Required value: startTime cannot be removed for unsuspended job")]
    [InlineData("{}", "{'completedIndexes':'a'}", "status.completedIndexes: Invalid value: \"a\": error parsing completedIndexes: cannot convert string to integer for index: \"a\"")]
    [InlineData("{}", "{'completedIndexes':'1,0'}", "status.completedIndexes: Invalid value: \"1,0\": error parsing completedIndexes: non-increasing order, previous: 1, current: 0")]
    [InlineData("{}", "{'completedIndexes':'0-5'}", "status.completedIndexes: Invalid value: \"0-5\": error parsing completedIndexes: too large index: \"5\"")]
    [InlineData("{}", "{'completedIndexes':'0-1','failedIndexes':'1'}", "status.failedIndexes: Invalid value: \"1\": failedIndexes and completedIndexes overlap at index: 1")]
    public void The_status_of_a_job_is_of_one_piece(string old, string status, string expected) =>
        Refusals(Job(old), Job(status)).ShouldContain(expected);

    [Theory]
    [InlineData("{'startTime':'2026-11-30T10:00:00Z','active':1,'ready':1,'completedIndexes':'0,2','failedIndexes':'1'}")]
    [InlineData($"{{'startTime':'2026-11-30T10:00:00Z','completionTime':'2026-11-30T10:00:01Z','succeeded':3,'completedIndexes':'0-2','conditions':[{Complete}]}}")]
    public void A_job_may_run_and_end(string status) => Refusals(Job("{}"), Job(status)).ShouldBeEmpty();

    [Fact]
    public void What_was_wrong_before_does_not_keep_the_rest_from_being_written() =>
        Refusals(Job("{'completedIndexes':'a'}"), Job("{'completedIndexes':'a','active':1}")).ShouldBeEmpty();

    [Theory]
    [InlineData("{'ip':'x'}", "status.loadBalancer.ingress[0].ip: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("{'ip':'1.2.3.4','ipMode':'Other'}", "status.loadBalancer.ingress[0].ipMode: Unsupported value: \"Other\": supported values: \"Proxy\", \"VIP\"")]
    [InlineData("{'hostname':'a','ipMode':'VIP'}", "status.loadBalancer.ingress[0].ipMode: Forbidden: may not be specified when `ip` is not set")]
    [InlineData("{'hostname':'1.2.3.4'}", "status.loadBalancer.ingress[0].hostname: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address")]
    public void A_load_balancer_is_reached_at_addresses_and_names(string ingress, string expected)
    {
        Refusals(Service(""), Service(ingress)).ShouldContain(expected);
        if (!ingress.Contains("ipMode")) Refusals(Ingress(""), Ingress(ingress)).ShouldContain(expected);
    }

    [Fact]
    public void Only_a_load_balancer_says_where_it_is_reached()
    {
        var old = Parse<Service>("{'spec':{'type':'NodePort'}}");
        Refusals(old, old with { Status = Service("{'ip':'x'}").Status }).ShouldBe(["status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"]);
    }

    [Fact]
    public void The_address_of_a_load_balancer_is_a_virtual_one_unless_it_says_otherwise() =>
        ((Service)ResourceRegistry.BuiltIn.Of<Service>().Default(Service("{'ip':'1.2.3.4'}"))).Status.LoadBalancer.Ingress[0].IpMode.ShouldBe("VIP");

    [Fact]
    public void The_phase_of_a_namespace_follows_from_its_deletion()
    {
        var active = Parse<Namespace>("{'metadata':{'name':'a'},'status':{'phase':'Active'}}");
        Refusals(active, active with { Status = new() { Phase = "Terminating" } }).ShouldBe(["status.Phase: Invalid value: \"Terminating\": may only be 'Active' if `deletionTimestamp` is empty"]);
    }

    private static string[] Refusals<T>(T old, T value) where T : KubeObject =>
        [.. ResourceRegistry.BuiltIn.Of<T>().ValidateStatusUpdate(value, old).Select(static e => e.ToString())];

    private static Job Job(string status) => Parse<Job>(
        $"{{'metadata':{{'name':'a'}},'spec':{{'completions':3,'parallelism':2,'completionMode':'Indexed','backoffLimitPerIndex':1}},'status':{status}}}");

    private static Service Service(string ingress) => Parse<Service>($"{{'spec':{{'type':'LoadBalancer'}},'status':{{'loadBalancer':{{'ingress':[{ingress}]}}}}}}");

    private static Ingress Ingress(string ingress) => Parse<Ingress>($"{{'status':{{'loadBalancer':{{'ingress':[{ingress}]}}}}}}");

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json.Replace('\'', '"'), KubeJson.Options)!;
}
