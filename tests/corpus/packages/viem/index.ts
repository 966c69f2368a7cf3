import { createPublicClient, encodeFunctionData, http, parseAbi } from "npm:viem@2.57.20";
import { privateKeyToAccount } from "npm:viem@2.57.20/accounts";
import { mainnet } from "npm:viem@2.57.20/chains";
import { loopback, serve } from "../_shared/serve.ts";

const client = createPublicClient({ chain: mainnet, transport: http(`${loopback}/ethereum`) });

serve(async () => {
  const account = privateKeyToAccount(`0x${"01".repeat(32)}`);
  const abi = parseAbi(["function transfer(address to, uint256 amount)"]);
  return {
    block: String(await client.getBlockNumber()),
    signature: await account.signMessage({ message: "hello" }),
    data: encodeFunctionData({ abi, functionName: "transfer", args: [account.address, 7n] }),
  };
});
